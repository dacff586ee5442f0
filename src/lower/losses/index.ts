import { crossEntropy } from './cross_entropy.js'
import type { Loss } from './loss.js'
import { mse } from './mse.js'

export const losses: ReadonlyMap<string, Loss> = new Map([crossEntropy, mse].map((loss) => [loss.name, loss]))

export function lossNamed(name: string): Loss {
  const loss = losses.get(name)
  if (loss === undefined) throw new Error(`there is no loss called ${name}`)
  return loss
}
