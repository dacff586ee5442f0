/** Faces, where they are there: points, several labels and one, from pictures in files. */
import { existsSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { check } from '../../src/check/check.js'
import { openDataset } from '../../src/data/open.js'
import { nodeHost } from '../../src/host/node.js'
import { measureStatistics } from '../../src/cli/pipeline/statistics.js'
import { withClassWeights } from '../../src/lower/class-weights.js'
import { lowerModel } from '../../src/lower/model.js'
import { trainModel } from '../../src/train/train.js'
import type { Progress } from '../../src/train/progress.js'
import { folderOf } from '../data/fixture.js'
import { engine as open } from './problems.js'

const data = resolve(fileURLToPath(new URL('../../', import.meta.url)), process.env.MTL_DATA ?? '../shared/data')

/** Every twentieth of them: `attributes` are flags of which a few are not known, and every tenth face has no points. */
const query = [
  "select 'faces/' || image as image, pose,",
  'case when row_number() over (order by image) % 10 = 0 then null else [left_eye_x, left_eye_y, right_eye_x, right_eye_y, nose_x, nose_y, mouth_left_x, mouth_left_y, mouth_right_x, mouth_right_y] end as points,',
  "[smile = 'yes', case when pose like '%_profile' then null else glasses = 'yes' end, gender = 'male'] as attributes",
  "from read_csv('faces/train.csv') where cast(substr(image, 7, 5) as int) % 20 = 7",
].join(' ')

const file = `
import { KeypointRegressor } from "std/heads"

data Faces {
  source sql "${query}"
  split  validation 20%, seed 7
  input  image: image[3, 64, 64]
  target points:     keypoints<"left_eye", "right_eye", "nose", "mouth_left", "mouth_right">
  target attributes: labels<"smile", "glasses", "male">
  target pose:       label<"frontal", "left", "right", "left_profile", "right_profile">
  normalize image auto
}

model Face on Faces {
  share hard trunk = image |> Conv(8, 5, stride = 4) |> relu |> Conv(16, stride = 2) |> relu

  task points {
    predict trunk |> KeypointRegressor(5)
    loss    smooth_l1(beta = 0.1)
    metric  pck(within = 0.1)
  }
  task attributes {
    predict trunk |> flatten |> Dense(3)
    loss    bce(weights = balanced)
  }
  task pose {
    predict trunk |> GlobalAvgPool() |> Dense(5)
    loss    cross_entropy(weights = balanced, smoothing = 0.05)
  }
}

train Face {
  epochs 4, batch 32, seed 3
  optimizer adam(lr = 2e-3)
}
`

describe.skipIf(!existsSync(join(data, 'faces', 'train.csv')))('faces (needs MTL_DATA)', () => {
  test('are read and learned: the losses fall, and points are found', async () => {
    const directory = folderOf({})
    writeFileSync(join(directory, 'faces.mtl'), file)
    symlinkSync(join(data, 'faces'), join(directory, 'faces'), 'dir')
    const { program, diagnostics } = await check(join(directory, 'faces.mtl'), { host: nodeHost() })
    expect(diagnostics).toEqual([])
    const [declared, train] = [program?.models[0], program?.trains[0]]
    if (declared === undefined || train === undefined) throw new Error('the file has a model')

    const dataset = await openDataset(declared.data, { directory })
    const statistics = await measureStatistics(declared, dataset)
    const model = withClassWeights(declared, statistics)
    const weights = model.tasks.map(({ loss }) => loss.arguments['weights'])
    // Glasses are rare and frontal faces common, here as in all of the faces.
    expect(weights[1]).toEqual([expect.any(Number), expect.closeTo(6, -0.5), expect.any(Number)])
    const pose = weights[2] as readonly number[]
    expect(pose[0]).toBe(Math.min(...pose))

    const [engine, told]: [Awaited<ReturnType<typeof open>>, Progress[]] = [await open(), []]
    const { validation } = await trainModel({ graph: lowerModel(model, statistics), model, train, dataset, engine, onProgress: (each) => told.push(each) })
    await engine.close()
    await dataset.close()
    const epochs = told.flatMap((each) => (each.kind === 'epoch' ? [each.losses] : []))
    for (const [task, loss] of Object.entries(epochs[0] ?? {})) expect(epochs.at(-1)?.[task], task).toBeLessThan(loss)
    expect(validation['points']?.['pck']).toBeGreaterThan(0.8)
    expect(validation['attributes']?.['mean_ap']).toBeGreaterThan(0.5)
  })
})
