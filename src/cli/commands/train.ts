import type { Declare } from '../context.js'
import { engineOption, modelOption, outputOption, setOption, type EngineName } from '../options.js'

interface TrainOptions {
  readonly output: string
  readonly set: readonly string[]
  readonly resume: boolean
  readonly model?: string
  readonly engine: EngineName
}

/** `mtlc train FILE -o DIR`: training alone, into a checkpoint. */
export const declareTrain: Declare = (program, { terminal, globals, finish }) => {
  program
    .command('train')
    .summary('train alone, into a checkpoint')
    .description('Trains the model and leaves a checkpoint in the folder, which `mtlc compile` into the same folder takes up.')
    .argument('<file>', 'an .mtl file')
    .addOption(outputOption())
    .addOption(setOption())
    .option('--resume', 'go on from the checkpoint in the folder, to the same result as a run that never stopped', false)
    .addOption(modelOption())
    .addOption(engineOption())
    .addHelpText('after', '\nExamples:\n  mtlc train digits.mtl -o build/digits\n  mtlc train digits.mtl -o build/digits --resume')
    .action(async (file: string, options: TrainOptions) => {
      const { trainCommand } = await import('../pipeline/train.js')
      finish(await trainCommand({ ...options, ...globals(), file }, terminal))
    })
}
