/** Pipes of core layers, as they are written. */
import type { Argument, CallExpression, Expression, PipeExpression } from '../syntax/ast.js'
import type { Names } from './names.js'

/** A stage of a pipe that is a block or function of the core library: `Conv(64)`, `relu`. */
export interface Stage {
  readonly name: string
  readonly expression: Expression
  readonly call?: CallExpression
}

export interface Step {
  readonly pipe: PipeExpression
  /** Undefined where it is none of the core library's. */
  readonly stage: Stage | undefined
}

/** Every pipe of the file as its stages in order, each pipe once. */
export function pipesOf({ expressions, isCore }: Names): readonly (readonly Step[])[] {
  const inner = new Set(expressions.flatMap((each) => (each.kind === 'pipe' ? [each.value] : [])))
  return expressions.flatMap((outermost): readonly Step[][] => {
    if (outermost.kind !== 'pipe' || inner.has(outermost)) return []
    const steps: Step[] = []
    for (let at: Expression = outermost; at.kind === 'pipe'; at = at.value) steps.unshift({ pipe: at, stage: coreStage(at.stage, isCore) })
    return [steps]
  })
}

function coreStage(expression: Expression, isCore: Names['isCore']): Stage | undefined {
  if (expression.kind === 'name') return isCore(expression) ? { name: expression.name, expression } : undefined
  if (expression.kind !== 'call' || expression.callee.kind !== 'name' || !isCore(expression.callee)) return undefined
  return { name: expression.callee.name, expression, call: expression }
}

/** The argument for a parameter, by its name or at its place. */
export const argumentOf = (call: CallExpression, name: string, place: number): Argument | undefined =>
  call.arguments.find((each) => each.name?.text === name) ?? call.arguments.filter((each) => each.name === undefined)[place]

export const convolutions: ReadonlySet<string> = new Set(['Conv', 'DepthwiseConv', 'ConvTranspose'])
export const poolings: ReadonlySet<string> = new Set(['MaxPool', 'AvgPool', 'Resize', 'Pad'])
/** Functions that work element by element. */
export const activations: ReadonlySet<string> = new Set([
  'relu', 'relu6', 'leaky_relu', 'gelu', 'silu', 'hard_swish', 'elu', 'sigmoid', 'tanh', 'softplus', 'clip', 'sin', 'cos',
])
