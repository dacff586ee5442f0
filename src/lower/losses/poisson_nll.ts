import { flagOf } from '../../check/methods/given.js'
import type { ValueId } from '../../ir/graph.js'
import type { Writer } from '../../ops/op.js'
import type { Loss } from './loss.js'
import { numberLoss } from './numbers.js'

/** eᵖ − y·p, p being the logarithm of the predicted mean; `full` adds log y! for counts above 1, by Stirling. */
export const poissonNll: Loss = {
  ...numberLoss('poisson_nll', 'the negative log-likelihood of counts', ['number', 'vector'], (writer, predicted, truth, method) => {
    const loss = writer.add('sub', [writer.add('exp', [predicted]), writer.add('mul', [truth, predicted])])
    return flagOf(method, 'full', false) ? writer.add('add', [loss, stirling(writer, truth)]) : loss
  }),
  activation: 'exp',
}

/** y·log y − y + ½·log 2πy where y > 1, else 0. */
function stirling(writer: Writer, truth: ValueId): ValueId {
  const y = writer.add('maximum', [truth, writer.scalar(1)])
  const log = writer.add('log', [y])
  const half = writer.add('mul', [writer.add('add', [log, writer.scalar(Math.log(2 * Math.PI))]), writer.scalar(0.5)])
  const sum = writer.add('add', [writer.add('mul', [y, writer.add('sub', [log, writer.scalar(1)])]), half])
  return writer.add('mul', [sum, writer.add('positive_mask', [writer.add('sub', [truth, writer.scalar(1)])])])
}
