import { bce } from './bce.js'
import { cosine } from './cosine.js'
import { crossEntropy } from './cross_entropy.js'
import { detection } from './detection.js'
import { dice } from './dice.js'
import { focal } from './focal.js'
import { heatMapMse } from './heat_map_mse.js'
import { huber } from './huber.js'
import type { Loss } from './loss.js'
import { mae } from './mae.js'
import { mse } from './mse.js'
import { poissonNll } from './poisson_nll.js'
import { quantile } from './quantile.js'
import { smoothL1 } from './smooth_l1.js'
import { tversky } from './tversky.js'

const all: readonly Loss[] = [bce, cosine, crossEntropy, detection, dice, focal, heatMapMse, huber, mae, mse, poissonNll, quantile, smoothL1, tversky]

export const losses: ReadonlyMap<string, Loss> = new Map(all.map((loss) => [loss.name, loss]))

export function lossNamed(name: string): Loss {
  const loss = losses.get(name)
  if (loss === undefined) throw new Error(`there is no loss called ${name}`)
  return loss
}
