import { describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../src/ir/builder.js'
import { normalize, parseGraph, printGraph } from '../../src/ir/text.js'
import { verify } from '../../src/ir/verify.js'
import { cse } from '../../src/passes/cse.js'
import { dce } from '../../src/passes/dce.js'
import { differentiate } from '../../src/passes/differentiate.js'
import { fold } from '../../src/passes/fold.js'
import { i64 } from '../../src/types/tensor.js'
import { noise, runGraph, typed, valuesOf, present } from '../ops/harness.js'

describe('differentiate', () => {
  it('adds up what comes back along every path', async () => {
    const b = new GraphBuilder('g')
    const x = b.input('x', typed(3))
    const y = b.add('mul', [b.add('add', [x, x]), x])
    const [dx] = differentiate(b, b.add('sum', [y]), [x])
    b.output('dx', dx ?? -1)
    const graph = b.build()
    expect(verify(graph)).toEqual([])
    const values = noise([3], 1)
    const result = await runGraph(graph, { x: values })
    // d(2x²)/dx = 4x
    valuesOf(present(result['dx'])).forEach((value, index) => expect(value).toBeCloseTo(4 * (values.data[index] ?? 0), 5))
  })

  it('writes the graph that one would write by hand', () => {
    const b = new GraphBuilder('g')
    const x = b.input('x', typed('N', 4))
    const w = b.parameter('w', typed(3, 4), { kind: 'constant', value: 0 })
    const loss = b.add('sum', [b.add('relu', [b.add('dense', [x, w])])])
    const [dw] = differentiate(b, loss, [w])
    b.output('dw', dw ?? -1)
    const graph = [fold, cse, dce].reduce((each, pass) => pass.run(each), b.build())
    expect(printGraph(normalize(graph))).toBe(printGraph(normalize(parseGraph(`graph g {
      input x: f32[N, 4] = %0
      parameter w: f32[3, 4] = %1 constant(value=0)
      %2: f32[N, 3] = dense(%0, %1)
      %3: f32[N, 3] = relu(%2)
      %4: f32[1, 1] = constant() {value = f32[1, 1](1)}
      %5: f32[N, 3] = broadcast_to(%4, %3)
      %6: f32[N, 3] = positive_mask(%3)
      %7: f32[N, 3] = mul(%5, %6)
      %8: f32[3, 4] = matmul(%7, %0) {transA = true}
      output dw = %8
    }`))))
  })

  it('visits only what lies between the loss and the weights', () => {
    const b = new GraphBuilder('g')
    const x = b.input('x', typed(2))
    const frozen = b.add('exp', [x])
    const w = b.input('w', typed(2))
    const loss = b.add('sum', [b.add('mul', [frozen, w])])
    const before = b.nodes.length
    differentiate(b, loss, [w])
    expect(b.nodes.slice(before).some(({ inputs }) => inputs.includes(x))).toBe(false)
  })

  it('says undefined where the loss does not depend on a value, and stops at integers', () => {
    const b = new GraphBuilder('g')
    const [w, other] = [b.input('w', typed(2)), b.input('other', typed(2))]
    const codes = b.add('cast', [other], { to: 'i64' })
    const loss = b.add('sum', [b.add('gather', [w, b.constant(i64([1], [0]))])])
    b.output('codes', codes)
    const [dw, none] = differentiate(b, loss, [w, other])
    expect(dw).toBeDefined()
    expect(none).toBeUndefined()
  })

  it('takes only scalars', () => {
    const b = new GraphBuilder('g')
    const x = b.input('x', typed(2))
    expect(() => differentiate(b, x, [x])).toThrow('only a scalar')
  })
})
