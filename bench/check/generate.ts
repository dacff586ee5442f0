/** A file as long as wanted: blocks that use each other, constants, and data sets with their models, one after the other. */
export function generate(lines: number): string {
  const parts: string[] = ['import { LeNet, Residual } from "std/vision"\nimport { MLP } from "std/layers"\n']
  let written = 3
  for (let index = 0; written < lines; index++) {
    const part = index % 12 === 11 ? model(index) : block(index)
    parts.push(part)
    written += part.split('\n').length
  }
  return parts.join('\n')
}

const block = (index: number): string => `
const width_${index} = ${8 + (index % 5) * 8}

/// Convolutions and a shortcut, number ${index}.
block Stage${index}(channels: int = width_${index}, stride: int = 1)(x: f32[C, H, W])
    -> f32[channels, ceil(H / stride), ceil(W / stride)] {
  let y = x |> Conv(channels, 3, stride = stride) |> BatchNorm() |> relu
            |> Conv(channels, 3) |> BatchNorm()
  let skip = if stride == 1 && C == channels { x }
             else { x |> Conv(channels, 1, stride = stride) |> BatchNorm() }
  relu(y + skip)${index % 12 === 0 ? '' : `\n    |> Stage${index - 1}(channels)`}
}
`

const model = (index: number): string => `
data Samples${index} {
  source train "samples/${index}/train.parquet"
  source test  "samples/${index}/test.parquet"
  split  validation 10% of train, seed 7
  input  image: image[3, 16, 16]
  target kind: label<10>
  target side: label<"left", "right">
  target size: number
  normalize image mean 0.5, std 0.25
}

model Net${index} on Samples${index} {
  share hard trunk = image |> Stage${index - 1}(stride = 2) |> Residual(32, stride = 2)

  task kind = trunk |> flatten |> MLP([64, 32]) |> Dense(10)
  task side {
    predict trunk |> GlobalAvgPool() |> Dense(2)
    loss    cross_entropy(smoothing = 0.05)
    weight  1.5
    metric  accuracy, macro_f1
  }
  task size = trunk |> GlobalAvgPool() |> Dense(1)
}

train Net${index} {
  epochs 20, batch 256, seed 1
  optimizer adam(lr = 1e-3)
  schedule  cosine(warmup = 1 epoch)
  balance   uncertainty
}

compress Net${index} {
  for "node-cpu"
  quantize int8
  budget {
    size <= 600 KB
    kind.accuracy >= dense - 0.5 pt
  }
}
`
