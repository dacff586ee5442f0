import { describe, expect, it } from 'vitest'
import { reportText } from '../../src/report/text.js'
import { someReport } from '../emit/folder.js'

describe('the report, as it is printed', () => {
  it('says what compression did to each task, and which lines of the budget hold', () => {
    expect(reportText(someReport)).toBe(`Digits on 10,000 samples of the test part

  task  metric     dense  emitted    change
  left  accuracy  97.03%   96.71%  -0.32 pt
        macro_f1  97.00%   96.68%  -0.32 pt
  age   mae         3.25      3.5     +0.25

               dense   emitted  ratio
  size      534.2 KB  47.61 KB  11.2×
  params     131,000    40,210  3.26×
  MACs     1,250,000   402,000  3.11×
  latency   0.200 ms  0.050 ms  4.00×  batch 1, 1 thread, median

Budget
  ✓ size <= 60 KB                    47.61 KB  (60.00 KB)
  ✗ left.accuracy >= dense - 0.1 pt    96.71%  (96.93%)`)
  })

  it('says where there was no test part', () => {
    expect(reportText({ ...someReport, part: 'validation', budget: [] })).toContain('There is no test part')
  })

  it('says where compression cost more than it saved', () => {
    const { dense, emitted } = someReport
    const told = (bytes: number, medianMs: number) =>
      /made this model (.*), as/.exec(reportText({ ...someReport, compression: {}, emitted: { ...emitted, bytes, latency: [{ batch: 1, threads: 1, medianMs }] } }))?.[1]
    expect(told(dense.bytes + 1, 0.4)).toBe('larger and slower')
    expect(told(dense.bytes + 1, 0.2)).toBe('larger')
    expect(told(dense.bytes, 0.4)).toBe('slower')
    // Within what times differ by from run to run, and of a model that nothing compressed.
    expect(told(dense.bytes, 0.21)).toBeUndefined()
    expect(reportText({ ...someReport, emitted: { ...emitted, bytes: dense.bytes + 1 } })).not.toContain('Compression made')
  })
})
