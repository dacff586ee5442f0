import { Option } from 'commander'
import type { Explanation } from '../../report/explanation.js'
import type { Declare } from '../context.js'
import { exitCode, UsageError } from '../exit.js'

interface ExplainOptions {
  readonly format: 'text' | 'json' | 'markdown'
}

/** `mtlc explain CODE`: what a code means, with an example and how to mend it; without a code, all of them. */
export const declareExplain: Declare = (program, { terminal, finish }) => {
  program
    .command('explain')
    .summary('what a code means, and how to mend it')
    .description('Says what a code means, with an example that raises it, what is then printed, and the example mended.\nWithout a code, lists all of them.')
    .argument('[code]', 'a code, such as MTL2003 or 2003, or the name of a lint rule')
    .addOption(new Option('--format <format>', 'how it is printed').choices(['text', 'json', 'markdown']).default('text'))
    .addHelpText('after', '\nExamples:\n  mtlc explain MTL2003\n  mtlc explain 2003 --format markdown\n  mtlc explain')
    .action(async (written: string | undefined, { format }: ExplainOptions) => {
      const [{ groups, catalogue }, { codesMarkdown, codesText, explanationMarkdown, explanationText }] = await Promise.all([
        import('../../diagnostics/catalogue.js'),
        import('../../report/explanation-text.js'),
      ])
      if (written === undefined) {
        const all = { text: () => codesText(groups, terminal.outColors), markdown: () => codesMarkdown(groups).trimEnd(), json: () => JSON.stringify({ groups }, null, 2) }
        terminal.out(`${all[format]()}\n`)
        return finish(exitCode.ok)
      }
      const [{ codeOf, explain }, { nodeHost }] = await Promise.all([import('../../report/explanation.js'), import('../../host/node.js')])
      const code = codeOf(written)
      const explanation = code === undefined ? undefined : await explain(code, nodeHost())
      if (explanation === undefined) throw await unknownCode(written, [...catalogue.keys()])
      const printed = { text: () => explanationText(explanation, terminal.outColors), markdown: () => explanationMarkdown(explanation).trimEnd() }
      terminal.out(`${format === 'json' ? await toJson(explanation) : printed[format]()}\n`)
      finish(exitCode.ok)
    })
}

async function unknownCode(written: string, codes: readonly string[]): Promise<UsageError> {
  const { suggest } = await import('../../diagnostics/suggest.js')
  const meant = suggest(/^\d+$/.test(written) ? `MTL${written}` : written, codes)
  return new UsageError(`there is no code ${written}`, meant === undefined ? '`mtlc explain` lists them' : `did you mean ${meant}?`)
}

async function toJson({ example, ...rest }: Explanation): Promise<string> {
  if (example === undefined) return JSON.stringify({ ...rest, example: null }, null, 2)
  const [{ exampleFile }, { toJson: findingToJson }] = await Promise.all([import('../../diagnostics/examples/example.js'), import('../../diagnostics/reporters/json.js')])
  const { files, commands, finding, mended = null } = example
  return JSON.stringify({ ...rest, example: { files, commands, finding: findingToJson(finding, { sources: new Map(Object.entries(files)) }, exampleFile), mended } }, null, 2)
}
