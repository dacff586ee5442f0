/** What to do where a block is given a tensor of another kind than it reads. Types as they are written: `f32[C, H, W]`. */
interface Written {
  readonly dtype: string
  readonly rank: number
  /** Whether it has dimensions of any number, as in `f32[...S, D]`. */
  readonly open: boolean
}

function read(type: string): Written | undefined {
  const [, dtype, dimensions] = /^(f32|i64)\[([^\]]*)\]/.exec(type) ?? []
  if (dtype === undefined || dimensions === undefined) return undefined
  const list = dimensions.split(',').filter((dimension) => dimension.trim() !== '')
  const rest = list.filter((dimension) => dimension.trim().startsWith('...')).length
  return { dtype, rank: list.length - rest, open: rest > 0 }
}

export function shapeHelp(needed: string, found: string): string | undefined {
  const [wanted, given] = [read(needed), read(found)]
  if (wanted === undefined || given === undefined) return undefined
  if (wanted.dtype === 'f32' && given.dtype === 'i64') return 'these are codes of categories: turn them into numbers by `Embedding(vocab, dim)`'
  if (wanted.dtype === 'i64' && given.dtype === 'f32') return 'it reads codes of categories, as a `category` input has them'
  if (given.rank === 0 && wanted.rank > 0) return 'a single number becomes a vector by `reshape([1])`'
  if (wanted.rank === 3 && given.rank === 1 && !wanted.open) {
    return 'it reads maps with channels, height and width: apply it to an image, before `flatten` or a global pooling, or use `Dense` for a vector'
  }
  if (wanted.rank < given.rank && !wanted.open && wanted.rank === 1) return 'write `|> flatten` before it to make a vector of it'
  return undefined
}
