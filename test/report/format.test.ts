import { describe, expect, it } from 'vitest'
import { formatBytes, formatChange, formatCount, formatDuration, formatLoss, formatMetric, formatMs, formatRatio, formatUnit } from '../../src/report/format.js'

describe('numbers as people read them', () => {
  it.each([
    [formatBytes(999), '999 B'],
    [formatBytes(59_999), '60.00 KB'],
    [formatBytes(123_456), '123.5 KB'],
    [formatBytes(12_345_678), '12.35 MB'],
    [formatCount(1_234_567), '1,234,567'],
    [formatCount(12), '12'],
    [formatMs(0.0512), '0.051 ms'],
    [formatMs(12.345), '12.3 ms'],
    [formatMs(Number.NaN), 'not measured'],
    [formatMetric('accuracy', 0.96716), '96.72%'],
    [formatMetric('map_50_95', 0.5), '50.00%'],
    [formatMetric('perplexity', 2.34567), '2.346'],
    [formatMetric('mae', 2.34567), '2.346'],
    [formatMetric('accuracy', Number.NaN), 'NaN'],
    [formatChange('accuracy', 0.97, 0.965), '-0.50 pt'],
    [formatChange('mae', 3, 3.25), '+0.25'],
    [formatChange('mae', 8.23e-6, 0), '-8.23e-6'],
    [formatLoss(0.25), '0.2500'],
    [formatLoss(8_752_369.6881), '8.75e+6'],
    [formatLoss(0.000_012), '1.20e-5'],
    [formatLoss(Number.NaN), 'NaN'],
    [formatRatio(11.23), '11.2×'],
    [formatRatio(Number.NaN), ''],
    [formatDuration(7.4), '7 s'],
    [formatDuration(185), '3 min 05 s'],
    [formatDuration(3720), '1 h 02 min'],
    [formatUnit('B', 1000), '1.00 KB'],
    [formatUnit('macs', 1000), '1,000'],
    [formatUnit('macro_f1', 0.5), '50.00%'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected)
  })
})
