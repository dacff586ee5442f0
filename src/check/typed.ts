/**
 * What the checker makes: the user's file with every name resolved, every block instantiated and
 * every setting typed and defaulted. Plain data; later stages read it and never look at the AST.
 */
import type { Span } from '../diagnostics/diagnostic.js'
import type { FieldType, Quantity, TargetType } from '../types/field.js'
import type { TensorType } from '../types/tensor.js'

/** Where a finding says that this version cannot run something, it is for tools: it must be looked at before it is run. */
export interface TypedProgram {
  /** Absolute path of the file that was checked. */
  readonly path: string
  readonly data: readonly TypedData[]
  readonly models: readonly TypedModel[]
  readonly trains: readonly TypedTrain[]
  readonly compresses: readonly TypedCompress[]
}

// ── data ───────────────────────────────────────────────────────────────────────────────────────

export type Part = 'train' | 'validation' | 'test'

export interface TypedData {
  readonly name: string
  readonly doc?: string
  readonly sources: readonly TypedSource[]
  readonly split: TypedSplit
  readonly inputs: readonly TypedField[]
  readonly targets: readonly TypedField<TargetType>[]
  /** Column of sample weights. */
  readonly weight?: { readonly column: string; readonly span: Span }
  readonly augment: readonly TypedAugment[]
  readonly skipBadRows: boolean
  readonly span: Span
}

export interface TypedSource {
  /** `all`: its rows are split; otherwise they all belong to the part. */
  readonly part: Part | 'all'
  readonly kind: 'file' | 'sql'
  /** As written: a path or glob relative to the file, or a query. */
  readonly location: string
  /** Of a query in another file than the one that is checked: what the files that it reads are relative to. */
  readonly folder?: string
  readonly span: Span
}

/**
 * How rows that have no part by their source get one. `shares`: by a hash of the row's content (or of
 * `group`) and the seed; `of` is the part that is divided (rows of other parts stay), 'all' for all rows.
 */
export type TypedSplit =
  | {
      readonly kind: 'shares'
      readonly of: Part | 'all'
      /** Shares of `of`; what they leave of 1 stays in `of` (or in `train` where `of` is all). */
      readonly shares: Readonly<Partial<Record<Part, number>>>
      readonly group?: string
      readonly seed: number
      readonly span: Span
    }
  | { readonly kind: 'column'; readonly column: string; readonly span: Span }

export interface TypedField<T extends FieldType = FieldType> {
  readonly name: string
  /** The column it is read from; unused by a table. */
  readonly column: string
  readonly type: T
  readonly doc?: string
  /** Applied inside the graph: (x − mean) / std, per channel for images. `auto` is measured on the training part. */
  readonly normalize?: 'auto' | { readonly mean: readonly number[]; readonly std: readonly number[] }
  readonly span: Span
}

export interface TypedAugment {
  readonly field: string
  readonly steps: readonly (
    | { readonly kind: 'flip'; readonly axis: 'horizontal' | 'vertical' }
    | { readonly kind: 'shift'; readonly pixels: number }
    | { readonly kind: 'rotate'; readonly degrees: number }
  )[]
  readonly span: Span
}

// ── model ──────────────────────────────────────────────────────────────────────────────────────

export interface TypedModel {
  readonly name: string
  readonly doc?: string
  readonly data: TypedData
  readonly shares: readonly TypedShare[]
  readonly tasks: readonly TypedTask[]
  /** `select tasks by affinity(…)` */
  readonly select?: TypedMethod
  readonly span: Span
}

export interface TypedShare {
  readonly name: string
  readonly scheme: TypedMethod
  /** Names of the tasks that read it. */
  readonly tasks: readonly string[]
  readonly value: TypedExpression
  readonly span: Span
}

export interface TypedTask {
  readonly name: string
  readonly doc?: string
  readonly target: TypedField<TargetType>
  readonly predict: TypedExpression
  readonly loss: TypedMethod
  readonly weight: number
  readonly metrics: readonly TypedMethod[]
  readonly span: Span
}

/** A named method with every parameter given a value: `cross_entropy(smoothing = 0.05)`. */
export interface TypedMethod {
  readonly name: string
  readonly arguments: Readonly<Record<string, StaticValue>>
  readonly span: Span
}

export type StaticValue = number | boolean | string | Quantity | readonly StaticValue[]

/**
 * A value of the model, per sample (no batch axis). Expressions form a DAG: the same object used twice
 * is the same value, and is computed once.
 */
export type TypedExpression =
  /** An input field, or a member of a table (`numbers`, `categories`) or of a text (`mask`; of one that is a target, `before`). Normalised. */
  | { readonly kind: 'input'; readonly field: string; readonly member?: 'numbers' | 'categories' | 'mask' | 'before'; readonly type: TensorType; readonly span: Span }
  /** A representation that was declared by `share`; what it is depends on the task that reads it. */
  | { readonly kind: 'representation'; readonly name: string; readonly type: TensorType; readonly span: Span }
  /** A learnable tensor declared by `param`. */
  | { readonly kind: 'parameter'; readonly path: string; readonly init: 'zeros' | 'ones' | 'normal' | number; readonly type: TensorType; readonly span: Span }
  /** A static number in a tensor expression; a scalar f32. */
  | { readonly kind: 'constant'; readonly value: number; readonly type: TensorType; readonly span: Span }
  /** An extern applied: a core block (`Conv`), a function (`relu`, `concat`) or an operator (`add sub mul div neg`). */
  | {
      readonly kind: 'apply'
      readonly extern: string
      readonly statics: Readonly<Record<string, StaticValue>>
      readonly inputs: readonly TypedExpression[]
      /** Names the weights: `trunk.lenet.conv` owns `trunk.lenet.conv.weight`. The same path is the same weights. */
      readonly path: string
      readonly type: TensorType
      readonly span: Span
    }

// ── train ──────────────────────────────────────────────────────────────────────────────────────

export interface TypedTrain {
  readonly model: string
  readonly epochs: number
  readonly batch: number
  readonly seed: number
  /** Batches whose gradients are averaged before an update; 1: each by itself. */
  readonly accumulate: number
  /** sgd(lr, momentum, nesterov, weight_decay), adam(lr, beta1, beta2, eps), adamw(…, weight_decay) … */
  readonly optimizer: TypedMethod
  /** constant(warmup), step(every, factor, warmup), cosine(warmup, final, restarts, growth) …; warm-ups are epochs or steps. */
  readonly schedule: TypedMethod
  readonly balance: TypedMethod
  /** norm(max), value(max) */
  readonly clip?: TypedMethod
  /** ema(decay) */
  readonly average?: TypedMethod
  /** Factors on the learning rate and on weight decay; of several paths that cover a weight, the longest counts. */
  readonly rates: readonly TypedFactor[]
  readonly decays: readonly TypedFactor[]
  /** Paths of weights that stay as they began, running statistics included. */
  readonly freeze: readonly string[]
  /** early(patience, metric) */
  readonly stop?: TypedMethod
  readonly init?: TypedInit
  readonly select?: TypedMethod
  readonly span: Span
}

/** `rate 0.1 for trunk.stem, left` */
export interface TypedFactor {
  readonly factor: number
  readonly paths: readonly string[]
}

/** `init from "weights.safetensors"`: the location is as written. */
export interface TypedInit extends TypedMethod {
  readonly location: string
  /** Paths of the model's weights, and how the names of theirs begin in the file; absent where all keep their names. */
  readonly mapping?: readonly WeightMapping[]
  /** Of the location. */
  readonly place: Span
}

export interface WeightMapping {
  readonly path: string
  readonly prefix: string
}

// ── compress ───────────────────────────────────────────────────────────────────────────────────

export interface TypedCompress {
  readonly model: string
  readonly target: string
  readonly prune?: TypedMethod
  readonly quantize?: TypedMethod
  readonly distill?: TypedMethod
  /** Passes that no later stage carries out yet, in the order of the file. */
  readonly later: readonly { readonly pass: string; readonly method: TypedMethod }[]
  /** Weight paths that no pass touches. */
  readonly keep: readonly string[]
  readonly budget: readonly TypedBudgetLine[]
  readonly span: Span
}

export interface TypedBudgetLine {
  /** As written, for messages and the report. */
  readonly text: string
  readonly subject:
    | { readonly kind: 'size' | 'params' | 'macs' }
    | { readonly kind: 'latency'; readonly batch: number; readonly threads: number }
    | { readonly kind: 'metric'; readonly task: string; readonly metric: string }
  readonly comparison: '<=' | '>='
  /** size in bytes, latency in milliseconds, params and macs counts, metrics in their own unit (accuracy 0–1). */
  readonly bound:
    | { readonly kind: 'absolute'; readonly value: number }
    /** dense + offset (signed, in the metric's unit) */
    | { readonly kind: 'offset'; readonly to: 'dense'; readonly offset: number }
    /** dense × factor */
    | { readonly kind: 'factor'; readonly to: 'dense'; readonly factor: number }
  readonly span: Span
}
