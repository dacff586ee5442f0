import { noColors, type Colors } from '../diagnostics/colors.js'
import { formatBytes, formatChange, formatCount, formatMetric, formatMs, formatRatio, formatUnit } from './format.js'
import type { Cost, Report } from './report.js'
import { alignColumns } from './table.js'

/** The report as it is printed at the end of a run. */
export function reportText(report: Report, colors: Colors = noColors): string {
  const lines = [
    colors.bold(`${report.model} on ${formatCount(report.samples)} samples of the ${report.part} part`),
    ...(report.part === 'test' ? [] : ['There is no test part: these are the samples that the model was chosen by.']),
    '',
    ...alignColumns(taskRows(report), new Set([2, 3, 4]), '  '),
    '',
    ...alignColumns(costRows(report.dense, report.emitted), new Set([1, 2, 3]), '  '),
  ]
  const worse = report.compression === undefined ? '' : worseBy(report.dense, report.emitted)
  if (worse !== '') lines.push('', `Compression made this model ${worse}, as it can where layers are small or the machine has no fast form of them: try other passes, or none.`)
  if (report.budget.length > 0) {
    const rows = alignColumns(report.budget.map(({ text, unit, wanted, reached }) => [text, formatUnit(unit, reached), `(${formatUnit(unit, wanted)})`]), new Set([1]))
    lines.push('', colors.bold('Budget'))
    rows.forEach((row, index) => lines.push(`  ${report.budget[index]?.met === true ? colors.green('✓') : colors.red('✗')} ${row}`))
  }
  return lines.join('\n')
}

/** Times that differ by less than this share are noise. */
const noise = 0.1

/** `larger and slower`, by what holds; empty where neither does. */
function worseBy(dense: Cost, emitted: Cost): string {
  const slower = emitted.latency.some(({ batch, threads, medianMs }) =>
    dense.latency.some((before) => before.batch === batch && before.threads === threads && medianMs * (1 - noise) > before.medianMs),
  )
  return [...(emitted.bytes > dense.bytes ? ['larger'] : []), ...(slower ? ['slower'] : [])].join(' and ')
}

function taskRows({ tasks }: Report): readonly (readonly string[])[] {
  const rows = [['task', 'metric', 'dense', 'emitted', 'change']]
  for (const [task, { dense, emitted }] of Object.entries(tasks)) {
    Object.entries(emitted).forEach(([metric, value], index) => {
      const before = dense[metric] ?? Number.NaN
      rows.push([index === 0 ? task : '', metric, formatMetric(metric, before), formatMetric(metric, value), formatChange(metric, before, value)])
    })
  }
  return rows
}

const row = (name: string, format: (value: number) => string, before: number, after: number, note = ''): readonly string[] => [
  name,
  format(before),
  format(after),
  formatRatio(before / after),
  note,
]

function costRows(dense: Cost, emitted: Cost): readonly (readonly string[])[] {
  return [
    ['', 'dense', 'emitted', 'ratio'],
    row('size', formatBytes, dense.bytes, emitted.bytes),
    row('params', formatCount, dense.params, emitted.params),
    row('MACs', formatCount, dense.macs, emitted.macs),
    ...emitted.latency.map(({ batch, threads, medianMs }) => {
      const before = dense.latency.find((entry) => entry.batch === batch && entry.threads === threads)?.medianMs ?? Number.NaN
      return row('latency', formatMs, before, medianMs, `batch ${batch}, ${threads} ${threads === 1 ? 'thread' : 'threads'}, median`)
    }),
  ]
}
