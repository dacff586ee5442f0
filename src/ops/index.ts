import { abs } from './abs.js'
import { add } from './add.js'
import { after } from './after.js'
import { argmax } from './argmax.js'
import { argmin } from './argmin.js'
import { avgPool } from './avg-pool.js'
import { avgPoolGradient } from './avg-pool-gradient.js'
import { batchNorm } from './batch-norm.js'
import { batchNormGradient } from './batch-norm-gradient.js'
import { batchNormTraining } from './batch-norm-training.js'
import { broadcastTo } from './broadcast-to.js'
import { cast } from './cast.js'
import { clip } from './clip.js'
import { concat } from './concat.js'
import { constant } from './constant.js'
import { conv } from './conv.js'
import { convInputGradient } from './conv-input-gradient.js'
import { convTranspose } from './conv-transpose.js'
import { convWeightGradient } from './conv-weight-gradient.js'
import { cos } from './cos.js'
import { count } from './count.js'
import { cumprod } from './cumprod.js'
import { cumsum } from './cumsum.js'
import { dense } from './dense.js'
import { dequantize } from './dequantize.js'
import { div } from './div.js'
import { dropout } from './dropout.js'
import { elu } from './elu.js'
import { embedding } from './embedding.js'
import { equal } from './equal.js'
import { erf } from './erf.js'
import { exp } from './exp.js'
import { fakeQuantize } from './fake-quantize.js'
import { fakeQuantizeGradient } from './fake-quantize-gradient.js'
import { floor } from './floor.js'
import { gather } from './gather.js'
import { gatherGradient } from './gather-gradient.js'
import { gelu } from './gelu.js'
import { geluSlope } from './gelu-slope.js'
import { globalAvgPool } from './global-avg-pool.js'
import { globalMaxPool } from './global-max-pool.js'
import { greater } from './greater.js'
import { greaterEqual } from './greater-equal.js'
import { groupNorm } from './group-norm.js'
import { gru } from './gru.js'
import { hardSwish } from './hard-swish.js'
import { layerNorm } from './layer-norm.js'
import { leakyRelu } from './leaky-relu.js'
import { less } from './less.js'
import { lessEqual } from './less-equal.js'
import { log } from './log.js'
import { logLikelihoodGradient } from './log-likelihood-gradient.js'
import { logLikelihood } from './log-likelihood.js'
import { logSoftmax } from './log-softmax.js'
import { logSumExp } from './log-sum-exp.js'
import { lstm } from './lstm.js'
import { matmul } from './matmul.js'
import { matmulAdd } from './matmul-add.js'
import { maxPool } from './max-pool.js'
import { maxPoolGradient } from './max-pool-gradient.js'
import { maximum } from './maximum.js'
import { mean } from './mean.js'
import { minimum } from './minimum.js'
import { mul } from './mul.js'
import { neg } from './neg.js'
import { oneHot } from './one-hot.js'
import type { Op } from './op.js'
import { pad } from './pad.js'
import { positiveMask } from './positive-mask.js'
import { pow } from './pow.js'
import { prod } from './prod.js'
import { quantize } from './quantize.js'
import { reciprocal } from './reciprocal.js'
import { reduceMax } from './reduce-max.js'
import { reduceMin } from './reduce-min.js'
import { relu } from './relu.js'
import { relu6 } from './relu6.js'
import { reshape } from './reshape.js'
import { resize } from './resize.js'
import { round } from './round.js'
import { scatterAlong } from './scatter-along.js'
import { sigmoid } from './sigmoid.js'
import { sign } from './sign.js'
import { silu } from './silu.js'
import { sin } from './sin.js'
import { slice } from './slice.js'
import { softmax } from './softmax.js'
import { softplus } from './softplus.js'
import { sqrt } from './sqrt.js'
import { square } from './square.js'
import { sub } from './sub.js'
import { sumSquare } from './sum-square.js'
import { sum } from './sum.js'
import { take } from './take.js'
import { takeGradient } from './take-gradient.js'
import { tanh } from './tanh.js'
import { topK } from './top-k.js'
import { transpose } from './transpose.js'
import { where } from './where.js'

const all: readonly Op[] = [
  abs,
  add,
  after,
  argmax,
  argmin,
  avgPool,
  avgPoolGradient,
  batchNorm,
  batchNormGradient,
  batchNormTraining,
  broadcastTo,
  cast,
  clip,
  concat,
  constant,
  conv,
  convInputGradient,
  convTranspose,
  convWeightGradient,
  cos,
  count,
  cumprod,
  cumsum,
  dense,
  dequantize,
  div,
  dropout,
  elu,
  embedding,
  equal,
  erf,
  exp,
  fakeQuantize,
  fakeQuantizeGradient,
  floor,
  gather,
  gatherGradient,
  gelu,
  geluSlope,
  globalAvgPool,
  globalMaxPool,
  greater,
  greaterEqual,
  groupNorm,
  gru,
  hardSwish,
  layerNorm,
  leakyRelu,
  less,
  lessEqual,
  log,
  logLikelihood,
  logLikelihoodGradient,
  logSoftmax,
  logSumExp,
  lstm,
  matmul,
  matmulAdd,
  maximum,
  maxPool,
  maxPoolGradient,
  mean,
  minimum,
  mul,
  neg,
  oneHot,
  pad,
  positiveMask,
  pow,
  prod,
  quantize,
  reciprocal,
  reduceMax,
  reduceMin,
  relu,
  relu6,
  reshape,
  resize,
  round,
  scatterAlong,
  sigmoid,
  sign,
  silu,
  sin,
  slice,
  softmax,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  sumSquare,
  take,
  takeGradient,
  tanh,
  topK,
  transpose,
  where,
]

/** The op table: every op that a graph may hold, by name. */
export const ops: ReadonlyMap<string, Op> = new Map(all.map((op) => [op.name, op]))

export function opNamed(name: string): Op {
  const op = ops.get(name)
  if (op === undefined) throw new Error(`there is no op called ${name}`)
  return op
}
