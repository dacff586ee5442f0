import { Option } from 'commander'
import { extname, resolve } from 'node:path'
import type { GraphFormat } from '../../report/graph/index.js'
import type { Level } from '../../report/graph/drawing.js'
import type { Declare } from '../context.js'
import { exitCode, UsageError } from '../exit.js'
import { modelOption, setOption, somePath } from '../options.js'

interface GraphOptions {
  readonly format?: GraphFormat
  readonly level: Level
  readonly output?: string
  readonly set: readonly string[]
  readonly model?: string
}

const byEnding: Readonly<Record<string, GraphFormat>> = { '.svg': 'svg', '.dot': 'dot', '.gv': 'dot', '.mmd': 'mermaid', '.mermaid': 'mermaid', '.json': 'json' }

/** What a file of that name holds. */
function formatOf(path: string): GraphFormat {
  const format = byEnding[extname(path)]
  if (format === undefined) throw new UsageError(`the name ${path} does not say which format is meant`, `end it in ${Object.keys(byEnding).join(', ')}, or add --format`)
  return format
}

/** `mtlc graph FILE`: a picture of a model. */
export const declareGraph: Declare = (program, { terminal, globals, finish }) => {
  program
    .command('graph')
    .summary('draw what tasks share and what they own')
    .description('Draws a model: what is shared, what one task alone has, and each head in the colour of its task,\nwith output shapes, parameters and multiply-accumulates (MACs). Needs no training.')
    .argument('<file>', 'an .mtl file')
    .addOption(new Option('--format <format>', 'svg: a picture; dot: for Graphviz; mermaid: for Markdown; json: for programs').choices(['svg', 'dot', 'mermaid', 'json']).default(undefined, 'by the ending of the output; svg on stdout'))
    .addOption(new Option('--level <level>', 'how much is drawn: shares and tasks, their layers, or every op').choices(['model', 'layers', 'ops']).default('layers'))
    .option('-o, --output <path>', 'write into a file, instead of to stdout', somePath)
    .addOption(setOption())
    .addOption(modelOption())
    .addHelpText('after', '\nExamples:\n  mtlc graph digits.mtl -o digits.svg\n  mtlc graph digits.mtl --level model --format mermaid\n  mtlc graph digits.mtl --format dot | dot -Tpdf -o digits.pdf')
    .action(async (file: string, options: GraphOptions) => {
      const format = options.format ?? (options.output === undefined ? 'svg' : formatOf(options.output))
      const { loadProgram, locating, pickModel } = await import('../front.js')
      const { program: checked, sources } = await loadProgram(file, terminal, globals().quiet, options.set)
      const model = pickModel(checked.models, options.model, file, 'model')
      await locating(sources, async () => {
        const [{ formats }, { drawing }, { graphFor }] = await Promise.all([
          import('../../report/graph/index.js'), import('../../report/graph/drawing.js'), import('../../lower/graph-for.js'),
        ])
        const text = await formats[format](drawing(model, graphFor(model), options.level))
        if (options.output === undefined) return terminal.out(text)
        const { writeAtomically } = await import('../../storage/files.js')
        await writeAtomically(resolve(terminal.directory, options.output), text)
      })
      finish(exitCode.ok)
    })
}
