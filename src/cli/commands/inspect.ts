import type { Declare } from '../context.js'
import { exitCode } from '../exit.js'
import { modelOption, setOption } from '../options.js'

interface InspectOptions {
  readonly json: boolean
  readonly set: readonly string[]
  readonly model?: string
}

/** `mtlc inspect FILE`: what each layer gives and costs. */
export const declareInspect: Declare = (program, { terminal, globals, finish }) => {
  program
    .command('inspect')
    .summary('what each layer costs')
    .description('Prints the layers of each model, what is shared and each head apart: output shape, parameters,\nmultiply-accumulates (MACs) for one sample, and bytes of weights. Needs no training.')
    .argument('<file>', 'an .mtl file')
    .option('--json', 'as JSON', false)
    .addOption(setOption())
    .addOption(modelOption())
    .addHelpText('after', '\nExamples:\n  mtlc inspect digits.mtl\n  mtlc inspect digits.mtl --json')
    .action(async (file: string, options: InspectOptions) => {
      const { loadProgram, locating, pickModel } = await import('../front.js')
      const { program: checked, sources } = await loadProgram(file, terminal, globals().quiet, options.set)
      const models = options.model === undefined && checked.models.length > 0 ? checked.models : [pickModel(checked.models, options.model, file, 'model')]
      await locating(sources, async () => {
        const [{ inspection, inspectionText }, { graphFor }] = await Promise.all([import('../../report/inspection.js'), import('../../lower/graph-for.js')])
        const inspected = models.map((model) => inspection(model, graphFor(model)))
        if (options.json) terminal.out(`${JSON.stringify({ models: inspected }, null, 2)}\n`)
        else terminal.out(`${inspected.map((model) => inspectionText(model, terminal.outColors)).join('\n\n')}\n`)
      })
      finish(exitCode.ok)
    })
}
