/** The page that documents all methods, made from their tables. */
import { typeInWords, writtenValue } from './describe.js'
import { fieldTypes } from './field-types.js'
import type { MethodGroup } from './index.js'
import { defaultLoss, losses } from './losses.js'
import type { MethodParameter, MethodSpec } from './method.js'
import { defaultMetrics, metrics } from './metrics.js'

const intro = `# Methods

<!-- Written by scripts/method-docs.ts from the tables in src/check/methods. -->

What a setting can name, with its parameters: what they may be, and what they are when they are left out. Names are given
as in \`adam(lr = 1e-3)\`, or values alone in this order, as in \`cluster(16)\`; what is true or false may stand by itself, as
in \`sgd(nesterov)\`. A method or value that is marked *later* is read and checked like all others; this version of
the compiler says that it cannot run it yet.
`

function parameterLine([name, parameter]: readonly [string, MethodParameter]): string {
  const standard = parameter.required === true ? ', required' : parameter.default === undefined ? '' : `, \`${writtenValue(parameter.default)}\``
  return `- \`${name}\` (${typeInWords(parameter)}${standard}): ${parameter.doc}${parameter.later === true ? ' *Later.*' : ''}`
}

/** What else the tables of field types, losses and metrics know. */
function facts(title: string, name: string): readonly string[] {
  if (title === 'loss') return [`For ${(losses.get(name)?.fits ?? []).map((kind) => `\`${kind}\``).join(', ')}.`]
  if (title === 'metric') {
    const spec = metrics.get(name)
    return spec === undefined ? [] : [`For ${spec.fits.map((kind) => `\`${kind}\``).join(', ')}; ${spec.better} is better${spec.scale === 'ratio' ? ', at most 1' : ''}.`]
  }
  const field = title === 'input and target' ? fieldTypes.get(name) : undefined
  if (field === undefined) return []
  const target = Object.entries(defaultLoss).find(([kind]) => kind === name)
  const standard = Object.entries(defaultMetrics).find(([kind]) => kind === name)?.[1] ?? []
  return [
    `${[...(field.input ? ['Input'] : []), ...(field.target ? ['target'] : [])].join(' and ').replace(/^t/, 'T')}, encoded as ${field.encoded}.`,
    ...(field.prediction === undefined ? [] : [`Predicted as ${field.prediction}.`]),
    ...(target === undefined ? [] : [`Loss \`${target[1]}\`, metrics ${standard.map((metric) => `\`${metric}\``).join(', ')}.`]),
    `In TypeScript: ${field.typescript}.`,
  ]
}

/** `label<"no", "yes">`, `mask<…>[height, width]` */
function fieldForm(name: string): string {
  const { labels, dimensions } = fieldTypes.get(name) ?? {}
  const named = labels === undefined ? '' : `<${labels.split(', ').map((label) => JSON.stringify(label)).join(', ')}>`
  return `${name}${named}${dimensions === undefined ? '' : `[${dimensions.join(', ')}]`}`
}

function section(title: string, setting: string, [name, spec]: readonly [string, MethodSpec]): string {
  const written = title === 'input and target' ? fieldForm(name) : setting === 'for' ? `${setting} ${JSON.stringify(name)}` : `${setting} ${name}`.trim()
  const text = [spec.doc, ...facts(title, name), ...(spec.implemented ? [] : ['*Later.*'])].join(' ')
  return [`### \`${written}\``, '', text, ...['', ...Object.entries(spec.parameters).map(parameterLine)].slice(Object.keys(spec.parameters).length === 0 ? 1 : 0), ''].join('\n')
}

export const methodPage = (groups: readonly MethodGroup[]): string =>
  [intro, ...groups.flatMap(({ title, setting, table }) => [`## ${title}\n`, ...[...table].map((entry) => section(title, setting, entry))])].join('\n')
