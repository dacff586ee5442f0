/**
 * The syntax tree of a `.mtl` file. Plain data; every node has its span. The parser recovers from
 * errors by leaving out what it could not read, so a tree may be partial where there are diagnostics.
 */
import type { Span } from '../diagnostics/diagnostic.js'

interface Spanned {
  readonly span: Span
}

export interface Name extends Spanned {
  readonly text: string
}

export interface File extends Spanned {
  readonly path: string
  /** The `///` lines at the top, where they are parted from the first declaration, or that is an import. */
  readonly doc?: string
  readonly declarations: readonly Declaration[]
}

export type Declaration =
  | ImportDeclaration
  | ConstDeclaration
  | TypeDeclaration
  | BlockDeclaration
  | DataDeclaration
  | ModelDeclaration
  | TrainDeclaration
  | CompressDeclaration

interface Documented {
  /** Text of the `///` lines above, without the slashes. */
  readonly doc?: string
}

/** `import { A, B as C } from "std/vision"` */
export interface ImportDeclaration extends Spanned {
  readonly kind: 'import'
  readonly names: readonly { readonly name: Name; readonly alias?: Name }[]
  readonly from: StringLiteral
}

/** `const width = 32` */
export interface ConstDeclaration extends Spanned, Documented {
  readonly kind: 'const'
  readonly name: Name
  readonly value: Expression
}

/** `type Digit = label<10>` */
export interface TypeDeclaration extends Spanned, Documented {
  readonly kind: 'type'
  readonly name: Name
  readonly type: TypeExpression
}

/** `block B(statics)(inputs) -> T where … { body }`; an `extern` one has no body. */
export interface BlockDeclaration extends Spanned, Documented {
  readonly kind: 'block'
  readonly extern: boolean
  readonly name: Name
  /** The first list of two. Absent where one list is written: a function, whose list holds tensors and static values alike. */
  readonly statics?: readonly BlockParameter[]
  readonly inputs: readonly BlockParameter[]
  readonly result?: TypeExpression
  readonly where: readonly Expression[]
  readonly body?: Body
}

export interface BlockParameter extends Spanned {
  readonly name: Name
  readonly type: TypeExpression
  readonly default?: Expression
}

/** `let`s, `param`s, and the value of the last expression. */
export interface Body extends Spanned {
  readonly statements: readonly (LetStatement | ParamStatement)[]
  readonly result?: Expression
}

export interface LetStatement extends Spanned {
  readonly kind: 'let'
  readonly name: Name
  readonly value: Expression
}

/** `param scale: f32[C] = ones` */
export interface ParamStatement extends Spanned {
  readonly kind: 'param'
  readonly name: Name
  readonly type: TypeExpression
  readonly init?: Expression
}

// ── types ──────────────────────────────────────────────────────────────────────────────────────

export type TypeExpression = NamedType | ListType | RecordType

/**
 * Every type with a name: `int`, `f32[C, H, W]`, `label<"cat", "dog">`, `mask<3>[H, W]`,
 * `text(max = 32, vocab = 5000)`, `block`, an alias. What is absent was not written.
 */
export interface NamedType extends Spanned {
  readonly kind: 'named'
  readonly name: Name
  /** Between `<` and `>`. */
  readonly labels?: readonly Expression[]
  /** Between `(` and `)`. */
  readonly arguments?: readonly Argument[]
  /** Between `[` and `]`; for tensors, images and masks. */
  readonly dimensions?: readonly Expression[]
}

/** `[f32[C]]`, a list of tensors; `[int]`, a list of static values. */
export interface ListType extends Spanned {
  readonly kind: 'list'
  readonly element: TypeExpression
}

/** `{ p3: f32[C, H, W], p4: … }` */
export interface RecordType extends Spanned {
  readonly kind: 'record'
  readonly fields: readonly { readonly name: Name; readonly type: TypeExpression }[]
}

// ── expressions ────────────────────────────────────────────────────────────────────────────────

export type Expression =
  | NumberLiteral
  | QuantityLiteral
  | StringLiteral
  | BooleanLiteral
  | NameExpression
  | ListExpression
  | Comprehension
  | RecordExpression
  | CallExpression
  | MemberExpression
  | IndexExpression
  | PipeExpression
  | BinaryExpression
  | UnaryExpression
  | IfExpression
  | RepeatExpression
  | RestDimensions

export interface NumberLiteral extends Spanned {
  readonly kind: 'number'
  readonly value: number
  /** Written without `.` and exponent. */
  readonly integer: boolean
}

/** `60 KB`, `1 ms`, `10%`, `0.5 pt`, `120k`, `1 epoch`. */
export interface QuantityLiteral extends Spanned {
  readonly kind: 'quantity'
  readonly value: number
  readonly unit: string
  /** The number as written, for exact values. */
  readonly text: string
}

export interface StringLiteral extends Spanned {
  readonly kind: 'string'
  readonly value: string
}

export interface BooleanLiteral extends Spanned {
  readonly kind: 'boolean'
  readonly value: boolean
}

export interface NameExpression extends Spanned {
  readonly kind: 'name'
  readonly name: string
}

export interface ListExpression extends Spanned {
  readonly kind: 'list'
  readonly items: readonly Expression[]
}

/** `[Expert(64)(x) for i in 0..n]`; the end is exclusive. */
export interface Comprehension extends Spanned {
  readonly kind: 'comprehension'
  readonly element: Expression
  readonly variable: Name
  readonly from: Expression
  /** Absent where `from` is a list to run over: `for w in widths`. */
  readonly to?: Expression
}

/** `{ p3, p4 = y }` */
export interface RecordExpression extends Spanned {
  readonly kind: 'record'
  readonly fields: readonly { readonly name: Name; readonly value: Expression }[]
}

export interface Argument extends Spanned {
  /** Absent for a positional argument. */
  readonly name?: Name
  readonly value: Expression
}

export interface CallExpression extends Spanned {
  readonly kind: 'call'
  readonly callee: Expression
  readonly arguments: readonly Argument[]
}

export interface MemberExpression extends Spanned {
  readonly kind: 'member'
  readonly object: Expression
  readonly member: Name
}

/** `widths[i]`: an item of a static list, counted from 0, or from the back where below 0. The bracket follows its list without a space. */
export interface IndexExpression extends Spanned {
  readonly kind: 'index'
  readonly object: Expression
  readonly index: Expression
}

/** `value |> stage` */
export interface PipeExpression extends Spanned {
  readonly kind: 'pipe'
  readonly value: Expression
  readonly stage: Expression
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||'

export interface BinaryExpression extends Spanned {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
}

export interface UnaryExpression extends Spanned {
  readonly kind: 'unary'
  readonly operator: '-' | '!'
  readonly operand: Expression
}

/** `if c { a } else { b }`; `else if` nests. */
export interface IfExpression extends Spanned {
  readonly kind: 'if'
  readonly condition: Expression
  readonly then: Body
  readonly otherwise?: Body
}

/** `repeat(3) Residual(64)`, a block value. */
export interface RepeatExpression extends Spanned {
  readonly kind: 'repeat'
  readonly count: Expression
  readonly block: Expression
}

/** `...S` among a type's dimensions: any number of them, bound to one name. */
export interface RestDimensions extends Spanned {
  readonly kind: 'rest'
  readonly name: Name
}

// ── data ───────────────────────────────────────────────────────────────────────────────────────

export interface DataDeclaration extends Spanned, Documented {
  readonly kind: 'data'
  readonly name: Name
  readonly settings: readonly DataSetting[]
}

export type DataSetting =
  | SourceSetting
  | SplitSetting
  | FieldSetting
  | SampleWeightSetting
  | NormalizeSetting
  | AugmentSetting
  | SkipSetting

/** `source train "multimnist/train.parquet"`, `source sql "select …"`, `source "a.csv"` */
export interface SourceSetting extends Spanned {
  readonly kind: 'source'
  /** `train`, `validation`, `test`, `sql`, or absent. */
  readonly role?: Name
  readonly location: StringLiteral
}

export interface SplitSetting extends Spanned {
  readonly kind: 'split'
  /** `train 80%`, `validation 10% of train`. */
  readonly parts: readonly { readonly part: Name; readonly share: Expression; readonly of?: Name; readonly span: Span }[]
  readonly by?: { readonly kind: 'column' | 'group'; readonly column: Name | StringLiteral; readonly span: Span }
  readonly seed?: Expression
}

/** `input image: image[1, 28, 28] from "pixels"`, `target left: label<10>` */
export interface FieldSetting extends Spanned, Documented {
  readonly kind: 'field'
  readonly role: 'input' | 'target'
  readonly name: Name
  readonly type: TypeExpression
  readonly from?: StringLiteral
}

/** `weight instance_weight` */
export interface SampleWeightSetting extends Spanned {
  readonly kind: 'sample_weight'
  readonly column: Name | StringLiteral
}

/** `normalize image mean 0.5, std 0.25`, `normalize image auto` */
export interface NormalizeSetting extends Spanned {
  readonly kind: 'normalize'
  readonly field: Name
  readonly auto: boolean
  readonly mean?: Expression
  readonly std?: Expression
}

/** `augment image { flip horizontal, shift 2, rotate 10 }` */
export interface AugmentSetting extends Spanned {
  readonly kind: 'augment'
  readonly field: Name
  readonly steps: readonly { readonly name: Name; readonly values: readonly Expression[]; readonly span: Span }[]
}

/** `skip bad rows` */
export interface SkipSetting extends Spanned {
  readonly kind: 'skip'
}

// ── model ──────────────────────────────────────────────────────────────────────────────────────

export interface ModelDeclaration extends Spanned, Documented {
  readonly kind: 'model'
  readonly name: Name
  readonly data: Name
  readonly statements: readonly ModelStatement[]
}

export type ModelStatement = LetStatement | ShareStatement | TaskStatement | SelectStatement

/** A method or scheme by name with its settings: `mmoe(experts = 4)`, `hard`, `adam(lr = 1e-3)`. */
export interface Method extends Spanned {
  readonly name: Name
  readonly arguments: readonly Argument[]
}

/** `share SCHEME name for a, b = expression` */
export interface ShareStatement extends Spanned, Documented {
  readonly kind: 'share'
  readonly scheme: Method
  readonly name: Name
  readonly tasks?: readonly Name[]
  readonly value: Expression
}

/** `task left = expression` or `task right { predict …, loss …, weight …, metric … }` */
export interface TaskStatement extends Spanned, Documented {
  readonly kind: 'task'
  readonly name: Name
  readonly predict?: Expression
  readonly loss?: Method
  readonly weight?: Expression
  readonly metrics?: readonly Method[]
}

/** `select tasks by affinity(max_groups = 2)` */
export interface SelectStatement extends Spanned {
  readonly kind: 'select'
  readonly by: Method
}

// ── train ──────────────────────────────────────────────────────────────────────────────────────

export interface TrainDeclaration extends Spanned, Documented {
  readonly kind: 'train'
  readonly model: Name
  readonly settings: readonly TrainSetting[]
}

/** Where weights are: `trunk.stem`, `trunk.stage1.0.conv`. */
export type WeightPath = readonly Name[]

/**
 * `epochs 20`, `batch 256`, `seed 1`; a method: `optimizer adam(lr = 1e-3)`, `stop early(patience = 5)`; `init from "x"`; or what holds
 * for some weights: `rate 0.1 for trunk.stem, left`, `freeze trunk.stem`.
 */
export type TrainSetting =
  | { readonly kind: 'value'; readonly name: Name; readonly value: Expression; readonly span: Span }
  | { readonly kind: 'method'; readonly name: Name; readonly method: Method; readonly span: Span }
  | { readonly kind: 'paths'; readonly name: Name; readonly factor?: Expression; readonly paths: readonly WeightPath[]; readonly span: Span }
  | {
      readonly kind: 'from'; readonly name: Name; readonly location: StringLiteral; readonly arguments: readonly Argument[]
      /** In braces behind it. */
      readonly mapping?: readonly MappedWeights[]; readonly span: Span
    }
  | SelectStatement

/** `trunk.stem from "backbone.conv1"`: weights of the model, and how the names of theirs in the file begin. */
export interface MappedWeights extends Spanned {
  readonly path: WeightPath
  readonly prefix: StringLiteral
}

// ── compress ───────────────────────────────────────────────────────────────────────────────────

export interface CompressDeclaration extends Spanned, Documented {
  readonly kind: 'compress'
  readonly model: Name
  readonly settings: readonly CompressSetting[]
}

export type CompressSetting =
  | { readonly kind: 'target'; readonly target: StringLiteral; readonly span: Span }
  /** `prune channels(importance = taylor)`, `quantize int8(aware = 2 epochs)`, `factorize svd`, `cluster(16)`. */
  | { readonly kind: 'pass'; readonly pass: Name; readonly method?: Method; readonly arguments: readonly Argument[]; readonly span: Span }
  /** `distill(temperature = 4) from dense`, `distill from "other.mtl"` */
  | { readonly kind: 'distill'; readonly arguments: readonly Argument[]; readonly from: Name | StringLiteral; readonly span: Span }
  /** `keep trunk.stem` */
  | { readonly kind: 'keep'; readonly path: WeightPath; readonly span: Span }
  | { readonly kind: 'budget'; readonly lines: readonly BudgetLine[]; readonly span: Span }

/** `size <= 60 KB`, `latency(batch = 1, threads = 1) <= 1 ms`, `left.accuracy >= dense - 0.5 pt` */
export interface BudgetLine extends Spanned {
  /** `['size']`, `['left', 'accuracy']`. */
  readonly subject: readonly Name[]
  readonly arguments: readonly Argument[]
  readonly comparison: '<=' | '>='
  readonly bound: BudgetBound
}

export type BudgetBound =
  | { readonly kind: 'value'; readonly value: Expression; readonly span: Span }
  /** `dense - 0.5 pt`, `dense + 2%`, `dense` */
  | { readonly kind: 'relative'; readonly to: Name; readonly sign?: '+' | '-'; readonly offset?: Expression; readonly span: Span }
  /** `99% of dense` */
  | { readonly kind: 'fraction'; readonly share: Expression; readonly of: Name; readonly span: Span }
