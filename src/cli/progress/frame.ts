/** The lines of the live view: how far the run is, and a line for each task. */
import type { Colors } from '../../diagnostics/colors.js'
import { displayWidth } from '../../diagnostics/width.js'
import { formatCount, formatDuration, formatMetric, isPlain } from '../../report/format.js'
import type { TaskAbout } from '../../train/progress.js'
import { cut } from './cut.js'
import type { RunSeen } from './seen.js'
import { sparkline } from './sparkline.js'

export interface Screen {
  readonly width: number
  readonly height: number
  readonly colors: Colors
}

/** A piece of a line: its text, by which it is measured, and how it looks. */
interface Piece {
  readonly text: string
  readonly paint?: (text: string) => string
}

const longestName = 20
const mostBar = 30

export function frame(run: RunSeen, screen: Screen): readonly string[] {
  const { tasks } = run.about
  // A frame higher than the screen could not be drawn over.
  const room = Math.max(1, screen.height - 1)
  const shown = tasks.length <= room ? tasks : tasks.slice(0, Math.max(0, room - 1))
  const rest = tasks.length - shown.length
  return [
    lineOf(headPieces(run, screen), screen.width),
    ...aligned(shown.map((task) => taskPieces(run, task, screen))).map((pieces) => lineOf(pieces, screen.width)),
    ...(rest === 0 ? [] : [lineOf([{ text: `  and ${rest} tasks more`, paint: screen.colors.dim }], screen.width)]),
  ]
}

function headPieces({ about, last }: RunSeen, { width, colors }: Screen): readonly Piece[] {
  const total = about.epochs * about.stepsPerEpoch
  const done = Math.min(1, (last?.step ?? about.step) / total)
  const before: readonly Piece[] = [
    { text: about.stage, paint: colors.bold },
    { text: `epoch ${last?.epoch ?? about.epoch + 1}/${about.epochs}` },
  ]
  const after: readonly Piece[] = [
    { text: `${Math.floor(100 * done)}%`.padStart(4) },
    { text: `${formatDuration(last?.secondsLeft ?? Number.NaN)} left` },
    { text: `${formatCount(last?.samplesPerSecond ?? 0)} samples/s`, paint: colors.dim },
  ]
  const taken = [...before, ...after].reduce((sum, { text }) => sum + displayWidth(text) + 2, 0)
  const columns = Math.min(mostBar, width - taken)
  if (columns < 5) return [...before, ...after]
  const full = Math.round(done * columns)
  const bar: Piece = { text: '━'.repeat(full) + '─'.repeat(columns - full), paint: (text) => colors.green(text.slice(0, full)) + colors.dim(text.slice(full)) }
  return [...before, bar, ...after]
}

function taskPieces(run: RunSeen, { name, metrics: [metric] }: TaskAbout, { width, colors }: Screen): readonly Piece[] {
  const loss = run.losses[name]
  const value = metric === undefined ? undefined : run.validation[name]?.[metric.name]
  const best = run.best[name]
  const columns = width >= 100 ? 20 : width >= 60 ? 10 : 0
  return [
    { text: `  ${cut(name, longestName)}`, paint: colors.bold },
    { text: loss === undefined ? 'no loss yet' : `loss ${lossText(loss)}` },
    ...(columns === 0 ? [] : [{ text: sparkline((run.curves[name]?.points ?? []).map((point) => point.value), columns).padEnd(columns), paint: colors.cyan }]),
    { text: `weight ${lossText(run.last?.taskWeights[name] ?? Number.NaN)}`, paint: colors.dim },
    ...(metric === undefined || value === undefined ? [] : [{ text: `${metric.name} ${formatMetric(metric.name, value)}` }]),
    ...(metric === undefined || best === undefined ? [] : [{ text: `best ${formatMetric(metric.name, best.value)} in epoch ${best.epoch}`, paint: colors.dim }]),
  ]
}

/** Four digits, whatever the size. */
const lossText = (value: number): string => (isPlain(value) ? value.toPrecision(4).slice(0, 6) : value.toExponential(2))

/** Pieces of the same column get the same width. */
function aligned(rows: readonly (readonly Piece[])[]): readonly (readonly Piece[])[] {
  const widths = rows.reduce<readonly number[]>((widest, row) => row.map(({ text }, column) => Math.max(displayWidth(text), widest[column] ?? 0)).concat(widest.slice(row.length)), [])
  return rows.map((row) => row.map((piece, column) => ({ ...piece, text: piece.text + ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(piece.text))) })))
}

/** A line that does not fit is cut, and is then without colours. */
function lineOf(pieces: readonly Piece[], width: number): string {
  const plain = pieces.map(({ text }) => text).join('  ').trimEnd()
  return displayWidth(plain) > width ? cut(plain, width) : pieces.map(({ text, paint }) => paint?.(text) ?? text).join('  ').trimEnd()
}
