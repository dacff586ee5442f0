/** Typed model → graph: inputs, normalisation, what tasks share, and each task's prediction. */
import type { TypedExpression, TypedField, TypedModel, TypedShare, TypedTask } from '../check/typed.js'
import { GraphBuilder } from '../ir/builder.js'
import type { Graph, Init, ValueId } from '../ir/graph.js'
import type { Statistics } from '../types/statistics.js'
import { batchSymbol, reshaped, sampleShape, sizes } from './extern.js'
import { externNamed } from './externs/index.js'
import { normalized, normalizeScope } from './normalize.js'
import { schemeNamed } from './sharing/index.js'
import type { SharingContext } from './sharing/scheme.js'

/** Where an expression is read: by which task, under which names, with what it has worked out so far. */
interface Reading {
  readonly task: string
  /** Absent where paths stay as they are. */
  readonly rename?: ((path: string) => string) | undefined
  readonly known: Map<TypedExpression, ValueId>
}

const inits: Readonly<Record<'zeros' | 'ones' | 'normal', Init>> = {
  zeros: { kind: 'constant', value: 0 },
  ones: { kind: 'constant', value: 1 },
  normal: { kind: 'normal', std: 0.02 },
}

class ModelLowering implements SharingContext {
  readonly builder: GraphBuilder
  readonly #model: TypedModel
  readonly #statistics: ReadonlyMap<string, Statistics>
  readonly #inputs = new Map<string, ValueId>()
  readonly #parameters = new Map<string, ValueId>()
  /** By share, and by task where the tasks see different values. */
  readonly #representations = new Map<string, ValueId>()
  /** What all tasks see alike is worked out once, whichever of them reads it: its dropout is one, and so are its batch norms. */
  readonly #common = new Map<TypedExpression, ValueId>()
  readonly #perTask = new Map<TypedExpression, boolean>()

  constructor(model: TypedModel, statistics: ReadonlyMap<string, Statistics>) {
    this.builder = new GraphBuilder(model.name)
    this.#model = model
    this.#statistics = statistics
  }

  evaluate(share: TypedShare, task: string, rename?: (path: string) => string): ValueId {
    return this.#read(share.value, { task, rename, known: new Map() })
  }

  predict({ name, predict }: TypedTask): ValueId {
    return this.#read(predict, { task: name, known: new Map() })
  }

  #read(expression: TypedExpression, reading: Reading): ValueId {
    const values = reading.rename === undefined && !this.#differs(expression) ? this.#common : reading.known
    const known = values.get(expression)
    if (known !== undefined) return known
    const value = this.#lower(expression, reading)
    values.set(expression, value)
    return value
  }

  #lower(expression: TypedExpression, reading: Reading): ValueId {
    const { rename = (path: string) => path } = reading
    switch (expression.kind) {
      case 'input':
        return this.#input(expression)
      case 'representation':
        return this.#representation(expression.name, reading.task)
      case 'constant':
        return this.builder.scalar(expression.value)
      case 'parameter': {
        const { init, path, type } = expression
        return this.#parameter(rename(path), sizes(type.shape), typeof init === 'number' ? { kind: 'constant', value: init } : inits[init])
      }
      case 'apply': {
        const inputs = expression.inputs.map((input) => this.#read(input, reading))
        const path = rename(expression.path)
        return this.builder.within(path, expression.span, () =>
          externNamed(expression.extern).lower({
            builder: this.builder,
            inputs,
            statics: expression.statics,
            type: expression.type,
            parameter: (name, shape, init, trainable) => this.#parameter(`${path}.${name}`, shape, init, trainable),
          }),
        )
      }
    }
  }

  #input({ field, member, type, span }: TypedExpression & { kind: 'input' }): ValueId {
    const name = inputName(field, member)
    const known = this.#inputs.get(name)
    if (known !== undefined) return known
    const declared = this.#declared(field, member)
    const raw = this.builder.input(name, { dtype: type.dtype, shape: [batchSymbol, ...type.shape] })
    const value =
      type.dtype === 'f32'
        ? this.builder.within(`${normalizeScope}${field}`, span, () => normalized(this.builder, raw, declared, this.#statistics))
        : raw
    this.#inputs.set(name, value)
    return value
  }

  /** Of texts that are predicted, tasks read what stands before each place. */
  #declared(field: string, member: string | undefined): TypedField {
    const { inputs, targets } = this.#model.data
    const fields: readonly TypedField[] = member === 'before' ? targets : inputs
    const declared = fields.find(({ name }) => name === field)
    if (declared === undefined) throw new Error(`the data set has no ${inputName(field, member)}`)
    return declared
  }

  #parameter(name: string, shape: readonly number[], init: Init, trainable = true): ValueId {
    const known = this.#parameters.get(name)
    if (known !== undefined) return known
    const value = this.builder.parameter(name, { dtype: 'f32', shape }, init, trainable)
    this.#parameters.set(name, value)
    return value
  }

  #representation(name: string, task: string): ValueId {
    const share = this.#share(name)
    const key = this.#differsIn(share) ? `${name}@${task}` : name
    const known = this.#representations.get(key)
    if (known !== undefined) return known
    const value = schemeNamed(share.scheme.name).lower(share, task, this)
    this.#representations.set(key, value)
    return value
  }

  #share(name: string): TypedShare {
    const share = this.#model.shares.find((candidate) => candidate.name === name)
    if (share === undefined) throw new Error(`the model shares nothing called ${name}`)
    return share
  }

  /** Whether tasks see different values: by the scheme of a share that it reads, or by that of one which that reads. */
  #differs(expression: TypedExpression): boolean {
    const known = this.#perTask.get(expression)
    if (known !== undefined) return known
    const differs =
      expression.kind === 'representation' ? this.#differsIn(this.#share(expression.name)) : expression.kind === 'apply' && expression.inputs.some((input) => this.#differs(input))
    this.#perTask.set(expression, differs)
    return differs
  }

  #differsIn = (share: TypedShare): boolean => schemeNamed(share.scheme.name).perTask || this.#differs(share.value)
}

/** Every expression that `roots` are made of, once each. */
function* walk(roots: readonly TypedExpression[]): Generator<TypedExpression> {
  const seen = new Set<TypedExpression>(roots)
  for (const expression of seen) {
    yield expression
    if (expression.kind === 'apply') for (const input of expression.inputs) seen.add(input)
  }
}

/** `image`, or `row.numbers` for a member of a table. */
export const inputName = (field: string, member?: string): string => (member === undefined ? field : `${field}.${member}`)

/** Names of the inputs that the model's graph takes: those that its tasks read, alone or through what they share. */
export function inputNames(model: TypedModel): readonly string[] {
  const shares = new Map(model.shares.map((share) => [share.name, share.value]))
  const used = new Set<string>()
  const roots = new Set(model.tasks.map((task) => task.predict))
  for (const root of roots) {
    for (const part of walk([root])) {
      if (part.kind === 'input') used.add(inputName(part.field, part.member))
      const shared = part.kind === 'representation' ? shares.get(part.name) : undefined
      if (shared !== undefined) roots.add(shared)
    }
  }
  return [...used]
}

/**
 * The model's graph, for any batch size `N`: inputs named after the fields, outputs after the tasks
 * (logits or values, [N, …]), parameters after the paths that made them. It says nothing of training or
 * inference yet: dropout and batch normalisation are as written.
 */
export function lowerModel(model: TypedModel, statistics: ReadonlyMap<string, Statistics>): Graph {
  const lowering = new ModelLowering(model, statistics)
  const { builder } = lowering
  for (const task of model.tasks) {
    const value = lowering.predict(task)
    // A number may be predicted by a layer of one unit.
    const single = task.target.type.kind === 'number' && sampleShape(builder, value).length === 1
    builder.output(task.name, single ? builder.within(task.name, task.span, () => reshaped(builder, value, [])) : value)
  }
  return builder.build()
}
