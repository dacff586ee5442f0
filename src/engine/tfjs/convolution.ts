/** Convolutions of images with channels first, as TensorFlow.js has them and can differentiate them. */
import type { Tensor4D } from '@tensorflow/tfjs-core'
import type { ConvRule } from '../../ops/conv.js'
import type { Tf, TfTensor } from './form.js'
import { channelsFirst, channelsLast, four, padded } from './images.js'

/** x [N, C, H, W] with weight [O, C/g, kh, kw] → [N, O, H', W']. */
export function convolve(tf: Tf, x: TfTensor, weight: TfTensor, rule: ConvRule): TfTensor {
  const image = padded(tf, channelsLast(tf, x), rule.pads)
  const kernel = kernelOf(tf, weight, rule)
  const stride: [number, number] = [...rule.stride]
  const y = isDepthwise(rule)
    ? tf.depthwiseConv2d(image, depthwise(tf, kernel, rule), stride, 'valid')
    : inGroups(tf, image, kernel, rule, (part, own) => tf.conv2d(part, own, stride, 'valid'))
  return channelsFirst(tf, y)
}

/** dy [N, O, H', W'] with weight [O, C/g, kh, kw] → [N, C, H, W]: the convolution backwards, which is also the transposed one. */
export function backwards(tf: Tf, dy: TfTensor, weight: TfTensor, rule: ConvRule): TfTensor {
  const { size: [h, w], pads: [t, l, b, r], within, groups } = rule
  const n = dy.shape[0]
  const stride: [number, number] = [...rule.stride]
  const whole = inGroups(tf, channelsLast(tf, dy), kernelOf(tf, weight, rule), rule, (part, own) =>
    tf.conv2dTranspose(part, own, [n, h + t + b, w + l + r, within], stride, 'valid'))
  return channelsFirst(tf, tf.slice(whole, [0, t, l, 0], [n, h, w, within * groups]))
}

/** The same for the gradient of a convolution's input: fast where each channel has its own kernels, but with no gradient itself. */
export function inputGradient(tf: Tf, dy: TfTensor, weight: TfTensor, rule: ConvRule): TfTensor {
  if (!isDepthwise(rule)) return backwards(tf, dy, weight, rule)
  const { size: [h, w], pads: [t, l, b, r], within, groups } = rule
  const n = dy.shape[0]
  const whole = tf.engine().runKernel<TfTensor>(
    tf.DepthwiseConv2dNativeBackpropInput,
    { dy: channelsLast(tf, dy), filter: depthwise(tf, kernelOf(tf, weight, rule), rule) },
    { ...windows(rule), inputShape: [n, h + t + b, w + l + r, groups] },
  )
  return channelsFirst(tf, tf.slice(whole, [0, t, l, 0], [n, h, w, within * groups]))
}

/** dy [N, O, H', W'] with x [N, C, H, W] → the gradient of the weight [O, C/g, kh, kw]. */
export function weightGradient(tf: Tf, dy: TfTensor, x: TfTensor, rule: ConvRule): TfTensor {
  const { kernel: [kh, kw], dilation: [dh, dw], channels, within, groups } = rule
  const spread = [dh * (kh - 1) + 1, dw * (kw - 1) + 1]
  const [image, slopes] = [padded(tf, channelsLast(tf, x), rule.pads), channelsLast(tf, dy)]
  const whole = isDepthwise(rule)
    ? tf.reshape(
        tf.engine().runKernel<TfTensor>(tf.DepthwiseConv2dNativeBackpropFilter, { x: image, dy: slopes }, { ...windows(rule), filterShape: [...spread, groups, channels / groups] }),
        [...spread, 1, channels],
      )
    : inGroups(tf, image, slopes, rule, (part, own) => overBatch(tf, part, own, rule, [...spread, within, channels / groups]))
  // Of a dilated kernel, those places that are not zeros.
  const taps = (tensor: TfTensor, count: number, step: number, axis: number): TfTensor =>
    step === 1 ? tensor : tf.gather(tensor, tf.range(0, count * step, step, 'int32'), axis)
  return tf.transpose(taps(taps(whole, kh, dh, 0), kw, dw, 1), [3, 2, 0, 1])
}

/**
 * The gradient of a kernel as a convolution over the batch, with dy [N, H', W', O] as the kernel, as far apart as windows are:
 * TensorFlow.js's own form takes ten times as long in JavaScript.
 */
function overBatch(tf: Tf, image: Tensor4D, dy: Tensor4D, { stride }: ConvRule, [h, w, i, o]: readonly number[]): Tensor4D {
  const turned = tf.conv2d(four(tf.transpose(image, [3, 1, 2, 0])), four(tf.transpose(dy, [1, 2, 0, 3])), 1, 'valid', 'NHWC', [...stride])
  return four(tf.transpose(tf.slice(turned, [0, 0, 0, 0], [i, h, w, o]), [1, 2, 0, 3]))
}

/** What kernels of gradients are told; padding and dilation are made by hand. */
const windows = ({ stride }: ConvRule) => ({ strides: [...stride], pad: 'valid', dilations: [1, 1], dataFormat: 'NHWC' })

/** Each channel has its own kernels, and steps are alike on both axes, as TensorFlow wants them there. */
const isDepthwise = ({ groups, within, stride }: ConvRule): boolean => groups > 1 && within === 1 && stride[0] === stride[1]

const depthwise = (tf: Tf, kernel: Tensor4D, { groups, channels }: ConvRule): Tensor4D =>
  four(tf.reshape(kernel, [kernel.shape[0], kernel.shape[1], groups, channels / groups]))

/** Splits the last axis of both, which holds channels, and joins what the parts give. */
function inGroups(tf: Tf, image: Tensor4D, kernel: Tensor4D, { groups }: ConvRule, apply: (image: Tensor4D, kernel: Tensor4D) => Tensor4D): Tensor4D {
  if (groups === 1) return apply(image, kernel)
  const kernels = tf.split(kernel, groups, 3)
  return tf.concat4d(tf.split(image, groups, 3).map((part, group) => apply(four(part), four(kernels[group]))), 3)
}

/** [O, I, kh, kw] → [kh, kw, I, O]. Dilated, with zeros between: TensorFlow.js has no gradient of a dilated convolution. */
function kernelOf(tf: Tf, weight: TfTensor, { dilation: [dh, dw] }: ConvRule): Tensor4D {
  const kernel = four(tf.transpose(weight, [2, 3, 1, 0]))
  if (dh === 1 && dw === 1) return kernel
  const [kh, kw, i, o] = kernel.shape
  const apart = tf.reshape(tf.pad(tf.reshape(kernel, [kh, 1, kw, i * o]), [[0, 0], [0, dh - 1], [0, 0], [0, 0]]), [kh * dh, kw, 1, i * o])
  const spread = tf.reshape(tf.pad(apart, [[0, 0], [0, 0], [0, dw - 1], [0, 0]]), [kh * dh, kw * dw, i, o])
  return four(tf.slice(spread, [0, 0, 0, 0], [dh * (kh - 1) + 1, dw * (kw - 1) + 1, i, o]))
}
