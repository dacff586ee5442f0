/**
 * The text form of graphs, for reading, for tests of passes, and for `--print-ir-after`:
 *
 *     graph lenet {
 *       input image: f32[N, 1, 28, 28] = %0
 *       parameter conv.weight: f32[20, 1, 5, 5] = %1 kaiming_uniform(fan_in=25, fan_out=500)
 *       %2: f32[N, 20, 24, 24] = conv(%0, %1) {strides = [1, 1]} @trunk.lenet.conv
 *       output left = %2 // comments run to the end of the line
 *     }
 *
 * It parses back to the same graph; source spans are left out unless they are asked for. Names that are not plain
 * words stand in quotes. Constants of more than 32 elements are written as the base64 of their bytes.
 */
export { parseGraph } from './parse.js'
export { printGraph, type PrintOptions } from './print.js'
export { normalize } from './normalize.js'
