/**
 * Writes docs/diagnostics.md, every code with its example, from the catalogue:
 *
 *   npx tsx scripts/diagnostics-docs.ts
 */
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { groups } from '../src/diagnostics/catalogue.js'
import { nodeHost } from '../src/host/node.js'
import { explanationMarkdown } from '../src/report/explanation-text.js'
import { explain } from '../src/report/explanation.js'

export const page = new URL('../docs/diagnostics.md', import.meta.url)

const introduction = `# Findings

<!-- Written by scripts/diagnostics-docs.ts from the catalogue in src/diagnostics. -->

Each finding has a code that never changes its meaning. This page has them all, each with an example, what is printed for it,
and the example mended; \`mtlc explain CODE\` says the same without a network. Under a \`help\`, a line marked \`~\` is what the
line becomes, one marked \`+\` is new, and one marked \`-\` goes: what an editor offers to do. Ten that everybody meets are on
[a page of their own](mistakes.md).
`

export async function diagnosticsPage(): Promise<string> {
  const host = nodeHost()
  const sections = groups.map(async ({ title, kinds }) => {
    if (kinds.every(({ code }) => code.startsWith('MTL7'))) {
      const rows = kinds.map(({ code, title: name }) => `| ${code} | ${name} |`)
      return `## ${title}\n\nRules, with their examples, are on [the linter's page](linting.md).\n\n| code | |\n| --- | --- |\n${rows.join('\n')}\n`
    }
    const explained = await Promise.all(kinds.map(({ code }) => explain(code, host)))
    return `## ${title}\n\n${explained.flatMap((each) => (each === undefined ? [] : [explanationMarkdown(each)])).join('\n')}`
  })
  return [introduction, ...(await Promise.all(sections))].join('\n')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(page, await diagnosticsPage())
