import type { Attributes, Node, ValueId } from '../ir/graph.js'
import type { DType, Tensor, TensorType } from '../types/tensor.js'

/**
 * What an op's vjp and a pass write with. `add` infers types through the op table, so a rule says
 * only which op is applied to what.
 */
export interface Writer {
  add(op: string, inputs: readonly ValueId[], attributes?: Attributes): ValueId
  addAll(op: string, inputs: readonly ValueId[], attributes?: Attributes): readonly ValueId[]
  constant(tensor: Tensor): ValueId
  scalar(value: number): ValueId
  typeOf(value: ValueId): TensorType
}

/** What an op's ONNX form writes with: names of values in, ONNX nodes out. */
export interface OnnxWriter {
  /** Names of the node's inputs and outputs. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly inputTypes: readonly TensorType[]
  readonly outputTypes: readonly TensorType[]
  /**
   * Adds an ONNX node. `outputs` defaults to one fresh name; an empty input name is an absent optional
   * input. Integers in `attributes` become INT or INTS; wrap floats with `float(...)`.
   */
  node(opType: string, inputs: readonly string[], attributes?: OnnxAttributes, outputs?: readonly string[], domain?: string): string
  /** Names a constant tensor; equal ones are shared. */
  constant(tensor: Tensor): string
  /** The input's values where it is a constant or an initializer known at emission, else undefined. */
  valueOf(input: number): Tensor | undefined
}

export interface OnnxFloat {
  readonly float: number | readonly number[]
}
export type OnnxAttribute = number | string | readonly number[] | OnnxFloat | { readonly dtype: DType }
export type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>

export const float = (value: number | readonly number[]): OnnxFloat => ({ float: value })

/**
 * How channels couple through an op, for structured pruning (DepGraph, Fang et al. 2023, section 3).
 * A link ties axis `axis` of one operand to an axis of another: removing channel c here removes
 * channels [c·repeat, (c+1)·repeat) + offset there. Operands are `input:0`, `output:0` and so on.
 */
export interface ChannelLink {
  readonly from: ChannelAxis
  readonly to: ChannelAxis
  /** How many consecutive channels of `to` one channel of `from` stands for (flatten); default 1. */
  readonly repeat?: number
  /** Where the channels of `from` begin in `to` (concat); default 0. */
  readonly offset?: number
}
export interface ChannelAxis {
  readonly operand: 'input' | 'output'
  readonly index: number
  readonly axis: number
}

export interface Cost {
  /** Multiply-accumulates for one sample (batch size 1). */
  readonly macs: number
}

/** Everything the compiler knows of one op. An op is one file; adding an op is adding a file. */
export interface Op {
  readonly name: string
  /** One line for tables and hovers. */
  readonly doc: string
  /** The type rule. Throws `TypeRuleError` where the operands do not fit: the checker should have refused them. */
  infer(inputs: readonly TensorType[], attributes: Attributes): readonly TensorType[]
  /**
   * Reverse-mode rule: given the gradients of the outputs (undefined where none flows), writes the
   * gradients of the inputs (undefined where the op has none). Absent: the op is not differentiable.
   */
  vjp?(context: VjpContext): readonly (ValueId | undefined)[]
  /** What the op becomes while training, where that is not what it does as it stands. Gives its outputs. */
  training?(context: TrainingContext): readonly ValueId[]
  /** The op works only while training: to predict, it hands on its first operand. */
  readonly trainingOnly?: boolean
  /** Absent: no multiply-accumulates. */
  cost?(inputs: readonly TensorType[], outputs: readonly TensorType[], attributes: Attributes): Cost
  /** Writes the op as standard ONNX nodes (opset 21). */
  onnx(writer: OnnxWriter, attributes: Attributes): void
  /** Computes the op on constants, for folding; absent where folding never pays. */
  evaluate?(inputs: readonly Tensor[], attributes: Attributes): readonly Tensor[]
  /**
   * How removing channels travels. Absent: the op's operands are frozen (never pruned). So are axes that
   * no link names: the sliced axis of a slice, the summed axis of a sum.
   */
  channels?(inputs: readonly TensorType[], outputs: readonly TensorType[], attributes: Attributes): readonly ChannelLink[]
  /**
   * The attributes after channels were removed, where they name sizes (a reshape's dimensions, a depthwise
   * convolution's groups); `inputs` and `outputs` are the smaller types. Absent: they stay as they are.
   */
  resize?(attributes: Attributes, inputs: readonly TensorType[], outputs: readonly TensorType[]): Attributes
  /**
   * The input that the op hands on unchanged, where it does so: x · 1, a reshape to the same shape.
   * `values` holds what is known of the inputs at compile time.
   */
  identity?(inputs: readonly TensorType[], attributes: Attributes, values: readonly (Tensor | undefined)[]): number | undefined
  /**
   * The line that the op is along one axis of its first operand, where all its other operands, `vectors`, are known:
   * x · factor + shift, with a number of each for each index of `axis`.
   */
  affine?(vectors: readonly Tensor[], attributes: Attributes): Affine
  /** The operands and attributes with which the op does what `node`, together with nodes before it, does. */
  fuses?(node: Node, context: FuseContext): Fused | undefined
  /**
   * Where factors along axis 1 of the first operand can be moved to: axis 0 of the second operand, or of the result. The result is the
   * same but for rounding.
   */
  readonly factors?: 'operand' | 'result'
  /** The op takes about as long as reading its operands does: its result may as well be computed again as kept. */
  readonly cheap?: boolean
  /** The result is the first operand's own memory under another type. */
  readonly view?: boolean
  /** A function of one element that never falls: where x ≤ y, f(x) ≤ f(y). */
  readonly rising?: boolean
  /** Each result is the largest of some values of the operand, so that a rising function may be applied before or after. */
  readonly selects?: boolean
  /** Nodes with equal operands are still two, because each draws its own random numbers. */
  readonly distinct?: boolean
  /** Whether the op has a form on channels in blocks of `block`, which its attribute `block` then chooses. For the engine alone. */
  blocked?(inputs: readonly TensorType[], attributes: Attributes, block: number): boolean
  /** Whether the op is faster as one product for the whole batch where weights change from step to step, which its attribute `im2col` then chooses. */
  gathers?(inputs: readonly TensorType[], attributes: Attributes): boolean
  /** How the op runs on 8-bit values; absent: it stays in f32. */
  readonly quantization?: Quantization
}

/** How an op takes part in static QDQ quantisation. */
export interface Quantization {
  /** `compute`: int8 kernel with a weight; `activation`: int8 kernel on activations alone, with an output range of its own; `pass`: moves values about, its output has its input's scale. */
  readonly role: 'compute' | 'pass' | 'activation'
  /** For `compute`: which input is a weight, and the axis of its output channels. */
  readonly weight?: { readonly input: number; readonly axis: number }
  /** Which input is a bias, stored in 32 bits. */
  readonly bias?: number
  /** The op only cuts off values below and above (relu): where its operand is stored as u8, the range does its work. */
  readonly cut?: boolean
  /** The int8 kernel can give f32: an output of the model need not be rounded to 8 bits. */
  readonly floatOutput?: boolean
}

export interface Affine {
  readonly axis: number
  readonly factor: readonly number[]
  readonly shift: readonly number[]
}

/** What an op sees of the graph in which it looks for a pattern. */
export interface FuseContext {
  /** The node that makes a value. */
  maker(value: ValueId): Node | undefined
  /** Whether one node alone reads the value, so that it need not be made. */
  readOnce(value: ValueId): boolean
  typeOf(value: ValueId): TensorType
}

export interface Fused {
  readonly inputs: readonly ValueId[]
  readonly attributes: Attributes
}

export interface VjpContext {
  readonly writer: Writer
  readonly inputs: readonly ValueId[]
  readonly outputs: readonly ValueId[]
  /** Gradients of the outputs. */
  readonly gradients: readonly (ValueId | undefined)[]
  readonly attributes: Attributes
}

export interface TrainingContext {
  readonly writer: Writer
  readonly inputs: readonly ValueId[]
  readonly attributes: Attributes
  /** A new input of the graph: dropout factors in the shape of `like`. */
  mask(like: ValueId, rate: number): ValueId
  /** Gives the operand at `index`, a running statistic, its value for the next step. */
  carry(index: number, next: ValueId): void
}

/** The operands do not fit the op's type rule. */
export class TypeRuleError extends Error {
  constructor(op: string, message: string) {
    super(`${op}: ${message}`)
    this.name = 'TypeRuleError'
  }
}
