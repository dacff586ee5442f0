import { formatMetric } from '../../report/format.js'
import { alignColumns } from '../../report/table.js'
import { hashOfWeights, shortHash } from '../../storage/hash.js'
import { exitCode } from '../exit.js'
import type { Terminal } from '../terminal.js'
import { withWorkplace, type Request } from './setup.js'
import { trainedModel } from './training.js'

/** Trains, and prints what the chosen weights reach on the validation part. */
export async function trainCommand(request: Request & { readonly resume: boolean }, terminal: Terminal): Promise<number> {
  await withWorkplace(request, terminal, async (workplace) => {
    const { weights, validation, bestEpoch, epochsRun } = await trainedModel(workplace, request.resume ? 'always' : 'never')
    const rows = Object.entries(validation).flatMap(([task, metrics]) =>
      Object.entries(metrics).map(([metric, value], index) => [index === 0 ? task : '', metric, formatMetric(metric, value)]),
    )
    terminal.out(`${[
      `${workplace.model.name}: ${epochsRun} epochs, the best was epoch ${bestEpoch}`,
      ...(rows.length === 0 ? [] : ['', ...alignColumns([['task', 'metric', 'validation'], ...rows], new Set([2]), '  '), '']),
      `weights ${shortHash(hashOfWeights(weights))}`,
      `checkpoint in ${workplace.show(workplace.checkpoint.directory)}`,
    ].join('\n')}\n`)
  })
  return exitCode.ok
}
