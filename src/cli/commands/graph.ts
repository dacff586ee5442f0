import { Option } from 'commander'
import { resolve } from 'node:path'
import type { Level } from '../../report/graph/drawing.js'
import { graphFormats, type GraphFormatName } from '../../report/graph/index.js'
import type { Declare } from '../context.js'
import { exitCode } from '../exit.js'
import { modelOption, setOption } from '../options.js'

interface GraphOptions {
  readonly format?: GraphFormatName
  readonly output?: string
  readonly level: Level
  readonly set: readonly string[]
  readonly model?: string
}

const names: readonly GraphFormatName[] = ['svg', 'dot', 'mermaid', 'json']

/** `mtlc graph FILE`: the model as a picture, coloured by task. */
export const declareGraph: Declare = (program, { terminal, globals, finish }) => {
  program
    .command('graph')
    .summary('draw the model, coloured by task')
    .description(
      'Draws a model: what all tasks share, what some share, and what one task has alone, each in a colour of its own. Boxes show op, output shape of one sample, parameters and multiply-accumulates (MACs). Needs no training.',
    )
    .argument('<file>', 'an .mtl file')
    .addOption(new Option('--format <format>', 'of the picture (default: by the ending of the output, else svg)').choices(names))
    .option('-o, --output <path>', 'the file to write, instead of stdout')
    .addOption(new Option('--level <level>', 'what one box stands for: a share or a head, a layer, an op').choices(['model', 'layers', 'ops']).default('layers'))
    .addOption(setOption())
    .addOption(modelOption())
    .addHelpText(
      'after',
      `
Examples:
  mtlc graph digits.mtl -o digits.svg
  mtlc graph digits.mtl --level model -o digits.mmd    for a README: Mermaid
  mtlc graph digits.mtl --format dot | dot -Tpdf -o digits.pdf`,
    )
    .action(async (file: string, options: GraphOptions) => {
      const { loadProgram, locating, pickModel } = await import('../front.js')
      const { program: checked, sources } = await loadProgram(file, terminal, globals().quiet, options.set)
      const model = pickModel(checked.models, options.model, file, 'model')
      const format = options.format ?? names.find((name) => graphFormats[name].endings.some((ending) => options.output?.endsWith(ending))) ?? 'svg'
      const picture = await locating(sources, async () => {
        const [{ draw }, { graphFor }, write] = await Promise.all([import('../../report/graph/drawing.js'), import('../pipeline/statistics.js'), graphFormats[format].load()])
        return write(draw(model, graphFor(model), options.level))
      })
      if (options.output === undefined) terminal.out(picture)
      else {
        const { writeAtomically } = await import('../../storage/files.js')
        await writeAtomically(resolve(terminal.directory, options.output), picture)
      }
      finish(exitCode.ok)
    })
}
