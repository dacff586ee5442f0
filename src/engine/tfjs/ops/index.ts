import type { Form } from '../form.js'
import { abs } from './abs.js'
import { add } from './add.js'
import { after } from './after.js'
import { argmax } from './argmax.js'
import { argmin } from './argmin.js'
import { avgPoolGradient } from './avg-pool-gradient.js'
import { avgPool } from './avg-pool.js'
import { batchNormGradient } from './batch-norm-gradient.js'
import { batchNormTraining } from './batch-norm-training.js'
import { batchNorm } from './batch-norm.js'
import { broadcastTo } from './broadcast-to.js'
import { cast } from './cast.js'
import { clip } from './clip.js'
import { concat } from './concat.js'
import { constant } from './constant.js'
import { convInputGradient } from './conv-input-gradient.js'
import { convTranspose } from './conv-transpose.js'
import { convWeightGradient } from './conv-weight-gradient.js'
import { conv } from './conv.js'
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
import { fakeQuantizeGradient } from './fake-quantize-gradient.js'
import { fakeQuantize } from './fake-quantize.js'
import { floor } from './floor.js'
import { gatherGradient } from './gather-gradient.js'
import { gather } from './gather.js'
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
import { logLikelihoodGradient } from './log-likelihood-gradient.js'
import { logLikelihood } from './log-likelihood.js'
import { logSoftmax } from './log-softmax.js'
import { log } from './log.js'
import { logSumExp } from './log-sum-exp.js'
import { lstm } from './lstm.js'
import { matmulAdd } from './matmul-add.js'
import { matmul } from './matmul.js'
import { maxPoolGradient } from './max-pool-gradient.js'
import { maxPool } from './max-pool.js'
import { maximum } from './maximum.js'
import { mean } from './mean.js'
import { minimum } from './minimum.js'
import { mul } from './mul.js'
import { neg } from './neg.js'
import { oneHot } from './one-hot.js'
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

/** The form of every op of `src/ops`, by its name. */
export const forms: ReadonlyMap<string, Form> = new Map(Object.entries({
  abs,
  add,
  after,
  argmax,
  argmin,
  avg_pool_gradient: avgPoolGradient,
  avg_pool: avgPool,
  batch_norm_gradient: batchNormGradient,
  batch_norm_training: batchNormTraining,
  batch_norm: batchNorm,
  broadcast_to: broadcastTo,
  cast,
  clip,
  concat,
  constant,
  conv_input_gradient: convInputGradient,
  conv_transpose: convTranspose,
  conv_weight_gradient: convWeightGradient,
  conv,
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
  fake_quantize_gradient: fakeQuantizeGradient,
  fake_quantize: fakeQuantize,
  floor,
  gather_gradient: gatherGradient,
  gather,
  gelu,
  gelu_slope: geluSlope,
  global_avg_pool: globalAvgPool,
  global_max_pool: globalMaxPool,
  greater,
  greater_equal: greaterEqual,
  group_norm: groupNorm,
  gru,
  hard_swish: hardSwish,
  layer_norm: layerNorm,
  leaky_relu: leakyRelu,
  less,
  less_equal: lessEqual,
  log_likelihood: logLikelihood,
  log_likelihood_gradient: logLikelihoodGradient,
  log_softmax: logSoftmax,
  log,
  log_sum_exp: logSumExp,
  lstm,
  matmul_add: matmulAdd,
  matmul,
  max_pool_gradient: maxPoolGradient,
  max_pool: maxPool,
  maximum,
  mean,
  minimum,
  mul,
  neg,
  one_hot: oneHot,
  pad,
  positive_mask: positiveMask,
  pow,
  prod,
  quantize,
  reciprocal,
  reduce_max: reduceMax,
  reduce_min: reduceMin,
  relu,
  relu6,
  reshape,
  resize,
  round,
  scatter_along: scatterAlong,
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
  sum_square: sumSquare,
  take,
  take_gradient: takeGradient,
  tanh,
  top_k: topK,
  transpose,
  where,
}))

export function formOf(op: string): Form {
  const form = forms.get(op)
  if (form === undefined) throw new Error(`the op ${op} has no form in TensorFlow.js`)
  return form
}
