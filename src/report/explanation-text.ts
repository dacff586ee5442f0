/** Explanations as text for a terminal and as Markdown. */
import type { Colors } from '../diagnostics/colors.js'
import type { Group } from '../diagnostics/catalogue.js'
import { exampleFile, type Files } from '../diagnostics/examples/example.js'
import { renderPretty } from '../diagnostics/render.js'
import type { Explained, Explanation } from './explanation.js'

/** Of a long file, as one of data is, a few lines are shown: the first, or those around the first that is not as in `other`. */
const shownLines = 30
const shownColumns = 110
const [few, above] = [6, 2]

function shortened(text: string, other = text): string {
  const [whole, others] = [text.trimEnd().split('\n'), other.trimEnd().split('\n')]
  const lines = whole.map((line) => (line.length > shownColumns ? `${line.slice(0, shownColumns - 1)}…` : line))
  if (lines.length <= shownLines) return lines.join('\n')
  const changed = Math.max(0, whole.findIndex((line, index) => line !== others[index]))
  const start = changed < few ? 0 : Math.min(changed - above, lines.length - few)
  return [...(start > 0 ? ['…'] : []), ...lines.slice(start, start + few), ...(start + few < lines.length ? ['…'] : [])].join('\n')
}

const rendered = ({ files, finding }: Explained, colors?: Colors): string =>
  renderPretty(finding, { sources: new Map(Object.entries(files)), ...(colors === undefined ? {} : { colors }) })

const indented = (lines: string): string => lines.split('\n').map((line) => (line === '' ? '' : `    ${line}`)).join('\n')

/** Whether files need their names: the example alone does not. */
const named = (files: Files): boolean => Object.keys(files).length > 1 || !(exampleFile in files)

const noExample = 'There is no example.'

export function explanationText(explanation: Explanation, colors: Colors): string {
  const { code, severity, title, group, explanation: text, example, unprovoked } = explanation
  const shown = (files: Files, others: Files = {}): readonly string[] =>
    Object.entries(files).flatMap(([name, content]) => [...(named(files) ? [`  ${colors.dim(name)}`] : []), indented(shortened(content, others[name]))])
  const head = [`${colors.bold(`${severity}[${code}]: ${title}`)}`, colors.dim(group), '', wrapped(text)]
  if (example === undefined) return [...head, '', wrapped(`${noExample} ${unprovoked ?? ''}`)].join('\n')
  return [
    ...head, '',
    ...shown(example.files, example.mended), '',
    ...example.commands.map((command) => `  $ ${command}`), '',
    rendered(example, colors),
    ...(example.mended === undefined ? [] : ['', colors.bold('mended:'), ...shown(example.mended, example.files)]),
  ].join('\n')
}

function wrapped(text: string, width = 100): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.join('\n')
}

const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``
const languageOf = (name: string): string => /\.(\w+)$/.exec(name)?.[1] ?? ''

/** A section of a page; files that are wrong are marked `wrong`, so that no tool takes them for examples to follow. */
export function explanationMarkdown({ code, severity, title, explanation, example, unprovoked }: Explanation): string {
  const head = `### ${code}: ${title}\n\n${severity === 'error' ? '' : `*${severity}* · `}${explanation}\n`
  if (example === undefined) return `${head}\n${noExample} ${unprovoked ?? ''}\n`.replaceAll(/ +\n/g, '\n')
  const shown = (files: Files, others: Files | undefined, mark: (name: string) => string): string =>
    Object.entries(files)
      .map(([name, text]) => `${named(files) ? `\`${name}\`:\n\n` : ''}${fence(`${languageOf(name)}${languageOf(name) === 'mtl' ? mark(name) : ''}`, shortened(text, others?.[name]))}\n`)
      .join('\n')
  const { files, commands, mended } = example
  const ran = commands.length === 1 && commands[0] === `mtlc check ${exampleFile}` ? '' : `${fence('sh', commands.join('\n'))}\n\n`
  const right = mended === undefined ? '' : `\nMended:\n\n${shown(mended, files, (name) => (name === exampleFile ? '' : ` ${name}`))}`
  return `${head}\n${shown(files, mended, () => ' wrong')}\n${ran}${fence('text', rendered(example))}\n${right}`
}

export function codesText(groups: readonly Group[], colors: Colors): string {
  const sections = groups.map(({ title, kinds }) => [colors.bold(title), ...kinds.map(({ code, title: name, severity }) => `  ${code}  ${name}${severity === 'error' ? '' : ` (${severity})`}`)].join('\n'))
  return sections.join('\n\n')
}

export const codesMarkdown = (groups: readonly Group[]): string =>
  groups.map(({ title, kinds }) => `## ${title}\n\n| code | |\n| --- | --- |\n${kinds.map(({ code, title: name }) => `| ${code} | ${name} |`).join('\n')}\n`).join('\n')
