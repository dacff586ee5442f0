/** 64xx: what a run is warned of while it goes on. */
import { calmer, extremes } from './calmer.js'
import { define } from './diagnostic.js'

/** `12,300`, `0.0123`, `1.23e-7` */
const short = (value: number): string => {
  const rounded = Number(value.toPrecision(3))
  return Math.abs(rounded) >= 1000 && Math.abs(rounded) < 1e12 ? rounded.toLocaleString('en-US') : String(rounded)
}
const percent = (share: number): string => `${short(100 * share)}%`

const scaleHelp = (balance: string, large: string, weight: string): string => {
  if (balance === 'static') return `write \`weight ${weight}\` in task \`${large}\`, or let \`balance uncertainty\` find the weights; a target in a larger unit has a smaller loss`
  if (balance === 'equal') return `write \`balance uncertainty\`, or \`balance static\` with \`weight ${weight}\` in task \`${large}\``
  return `\`balance ${balance}\` does not bring them together: write \`weight ${weight}\` in task \`${large}\`, or give its target in a larger unit`
}

export const lossesFarApart = define<{
  large: string
  small: string
  ratio: number
  /** α·loss of both. */
  values: readonly [number, number]
  balance: string
  /** Of the large one, as the file has it. */
  weight: number
}>('MTL6401', {
  severity: 'warning',
  message: ({ large, small, ratio, values }) =>
    `the loss of task \`${large}\` counts ${short(Number(ratio.toPrecision(2)))} times as much as that of task \`${small}\`: ${short(values[0])} against ${short(values[1])}`,
  help: ({ balance, large, weight, ratio }) => scaleHelp(balance, large, String(Number((weight / ratio).toPrecision(1)))),
  explanation:
    'For an epoch (20 to 200 steps), the loss of one task, times the weight that was applied to it, stayed more than 100 times that of another which has not learned yet (its loss is above 5% of where it began). What they share then learns the one task alone.',
})

export const taskStalled = define<{
  task: string
  other: string
  loss: number
  /** Where its loss began. */
  begin: number
  fall: number
  otherFall: number
  steps: number
  balance: string
}>('MTL6402', {
  severity: 'warning',
  message: ({ task, other, loss, begin, fall, otherFall, steps }) => {
    const change = fall >= 0 ? `fell by ${percent(fall)}` : `rose by ${percent(-fall)}`
    return `task \`${task}\` has stopped learning: its loss, ${short(begin)} when the run began, is ${short(loss)} and ${change} in ${steps} steps, while that of task \`${other}\` fell by ${percent(otherFall)}`
  },
  help: ({ task, balance }) =>
    `give \`${task}\` more \`weight\`${balance === 'uncertainty' ? '' : ', write `balance uncertainty`'}, or make its head larger; where its targets are noisy, this may be as far as it goes`,
  explanation:
    'The mean training loss of one task did not fall from four windows of steps to the next four (a window is an epoch, or a twentieth of the run), while that of another fell by more than 5%. Nothing is said of a task whose loss fell below 30% of where it began, or whose metrics on the validation part are all 90% or more, nor where noise could hide a fall.',
})

const calm = (task: string, clipped = false): string => `write ${calmer(clipped)}; or ${extremes(task)}`

export const gradientsExplode = define<{
  task: string
  step: number
  norm: number
  usual: number
  /** The task's part of the sum of all tasks' norms, where it was measured. */
  share?: number
}>('MTL6403', {
  severity: 'warning',
  message: ({ task, step, norm, usual, share }) =>
    `the gradients explode at step ${step}: their norm is ${short(norm)}, where ${short(usual)} was usual; ${share === undefined ? 'it comes' : `${percent(share)} of it comes`} from task \`${task}\``,
  help: ({ task }) => calm(task),
  explanation:
    'The norm of the whole gradient was more than 100 times its median over the last 100 steps, and more than 3 times what it was when the run began; nothing is said where gradients are clipped. The task is the one whose loss stands out in that step; where none does, each task\'s own gradient is measured on the same batch right after it.',
})

export const lossJumps = define<{ task: string; step: number; loss: number; usual: number; clipped: boolean }>('MTL6404', {
  severity: 'warning',
  message: ({ task, step, loss, usual }) => `the loss of task \`${task}\` jumps at step ${step}: it is ${short(loss)}, where ${short(usual)} was usual`,
  help: ({ task, clipped }) => calm(task, clipped),
  explanation: 'The loss of a task was more than 100 times its median over the last 100 steps, and more than 3 times what it was when the run began.',
})
