import type { Declare } from '../context.js'
import { engineOption, modelOption, outputOption, setOption, type EngineName } from '../options.js'

interface CompileOptions {
  readonly output: string
  readonly set: readonly string[]
  readonly bestEffort: boolean
  readonly model?: string
  readonly engine: EngineName
}

/** `mtlc compile FILE -o DIR`: train, compress, measure, emit. */
export const declareCompile: Declare = (program, { terminal, globals, finish }) => {
  program
    .command('compile')
    .summary('train, compress, and write model and bindings')
    .description(
      'Trains the model, compresses it until its budget is met, measures the emitted file on the test part, and writes\n' +
        'model.onnx, manifest.json, index.js, index.d.ts, package.json and report.json. A checkpoint in the folder that was\n' +
        'made from the same program, data and settings is used instead of training again.',
    )
    .argument('<file>', 'an .mtl file')
    .addOption(outputOption())
    .addOption(setOption())
    .option('--best-effort', 'where the budget cannot be met, take what comes closest', false)
    .addOption(modelOption())
    .addOption(engineOption())
    .addHelpText(
      'after',
      `
Examples:
  mtlc compile digits.mtl -o build/digits
  mtlc compile digits.mtl -o build/digits --set train.epochs=3 --threads 2
  mtlc compile digits.mtl -o build/digits --best-effort

Ctrl-C saves a checkpoint and ends; the same command then goes on from it.`,
    )
    .action(async (file: string, options: CompileOptions) => {
      const { compileCommand } = await import('../pipeline/compile.js')
      finish(await compileCommand({ ...options, ...globals(), file }, terminal))
    })
}
