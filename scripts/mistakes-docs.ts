/**
 * Writes docs/mistakes.md, what is printed for ten mistakes in docs/mistakes/digits.mtl:
 *
 *   npx tsx scripts/mistakes-docs.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { check } from '../src/check/check.js'
import type { Diagnostic } from '../src/diagnostics/diagnostic.js'
import { renderPretty } from '../src/diagnostics/render.js'
import { nodeHost } from '../src/host/node.js'

export const page = new URL('../docs/mistakes.md', import.meta.url)
const right = readFileSync(new URL('../docs/mistakes/digits.mtl', import.meta.url), 'utf8')

interface Mistake {
  readonly title: string
  readonly about: string
  /** What stands in the file, and what is written instead. */
  readonly changes: readonly (readonly [right: string, wrong: string])[]
}

export const mistakes: readonly Mistake[] = [
  {
    title: 'A head of the wrong width',
    about: 'The target says how many values a task predicts: one for each label.',
    changes: [['task digit = trunk |> Dense(10)', 'task digit = trunk |> Dense(64)']],
  },
  {
    title: 'Names of another framework',
    about: 'What others call `Linear` is `Dense`, and what they call `learning_rate` is `lr`. Both are told in one run.',
    changes: [['Dense(16)', 'Linear(16)'], ['adam(lr = 1e-3)', 'adam(learning_rate = 1e-3)']],
  },
  {
    title: 'A convolution on a vector',
    about: 'The trunk ends in 64 features, without height and width. Shapes are checked before anything runs.',
    changes: [['task digit = trunk |> Dense(10)', 'task digit = trunk |> Conv(8) |> flatten |> Dense(10)']],
  },
  {
    title: 'A number without its unit',
    about: 'Sixty what? Sizes, times and shares carry units, so that nobody has to know a default.',
    changes: [['size <= 100 KB', 'size <= 100']],
  },
  {
    title: 'Signs of another language',
    about: 'Settings have no `=`, lines no `;`, and comments begin with `//`. Each mistake is found, whatever stands beside it.',
    changes: [['epochs 20, batch 256, seed 1', 'epochs = 20, batch 256, seed 1;'], ['  stop ', '  # early\n  stop ']],
  },
  {
    title: 'A task without a target',
    about: 'A task learns the target of its own name.',
    changes: [['task digit = ', 'task digits = '], ['digit.accuracy', 'digits.accuracy']],
  },
  {
    title: 'A forgotten import',
    about: 'Networks have to be imported; only the primitives are always in reach.',
    changes: [['import { LeNet } from "std/vision"\n\n', '']],
  },
  {
    title: 'Percents where points are meant',
    about: 'Half a percent less of 98% could be 97.5% or 97.51%. The budget wants it said.',
    changes: [['dense - 0.5 pt', 'dense - 0.5%']],
  },
  {
    title: 'A loss that does not fit its target',
    about: 'The style is one of two labels. Their squared error says nothing.',
    changes: [['cross_entropy(smoothing = 0.05)', 'mse']],
  },
  {
    title: 'A pipe left out',
    about: 'Values flow into blocks through `|>`, into each of them.',
    changes: [['task slant = trunk |> Dense(16) |> relu |> Dense(1)', 'task slant = trunk |> Dense(16) relu |> Dense(1)']],
  },
]

export const wrongFile = ({ changes }: Mistake): string =>
  changes.reduce((text, [before, after]) => {
    if (!text.includes(before)) throw new Error(`docs/mistakes/digits.mtl holds no ${before}`)
    return text.replace(before, after)
  }, right)

export async function findingsOf(text: string): Promise<readonly Diagnostic[]> {
  const node = nodeHost()
  const { diagnostics } = await check('digits.mtl', { host: { ...node, readText: (path) => (path === 'digits.mtl' ? text : node.readText(path)) } })
  return diagnostics
}

const introduction = `# Ten mistakes

<!-- Written by scripts/mistakes-docs.ts, which makes them in docs/mistakes/digits.mtl. -->

Mistakes that everybody makes once, in a file with three tasks, and what \`mtlc check\` prints for each. The file as it should be:

\`\`\`mtl
${right.trimEnd()}
\`\`\`

Under a \`help\`, a line marked \`~\` is what the line becomes, and one marked \`+\` is new: what an editor offers to do.
\`mtlc explain CODE\` says more of a code, as does [the page of all findings](diagnostics.md).
`

export async function mistakesPage(): Promise<string> {
  const sections = mistakes.map(async (mistake, index) => {
    const text = wrongFile(mistake)
    const sources = new Map([['digits.mtl', text]])
    const printed = (await findingsOf(text)).map((finding) => renderPretty(finding, { sources })).join('\n\n')
    return `## ${index + 1}. ${mistake.title}\n\n${mistake.about}\n\n\`\`\`text\n${printed}\n\`\`\`\n`
  })
  return [introduction, ...(await Promise.all(sections))].join('\n')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(page, await mistakesPage())
