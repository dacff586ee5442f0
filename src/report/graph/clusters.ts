import { sumCosts, type GraphCost } from '../../ir/cost.js'

/** What is nested. */
interface Boxed extends GraphCost {
  readonly id: string
  readonly path: string
  readonly part: string
}

/** Boxes whose paths begin alike. */
export interface Cluster {
  readonly path: string
  /** The path below the cluster around it. */
  readonly title: string
  /** The part of all that is inside, where it is one. */
  readonly part?: string
  /** Ids of the boxes that are in no cluster inside. */
  readonly boxes: readonly string[]
  readonly clusters: readonly Cluster[]
  readonly total: GraphCost
}

/** Nests boxes by the parts of their paths; a cluster with nothing but one cluster inside becomes one with it. */
export const cluster = (boxes: readonly Boxed[]): readonly Cluster[] => nest(boxes.filter(({ path }) => path !== ''), '')

function nest(boxes: readonly Boxed[], around: string): readonly Cluster[] {
  const start = around === '' ? 0 : around.length + 1
  const byName = new Map<string, Boxed[]>()
  for (const box of boxes) {
    const name = box.path.slice(start).split('.')[0] ?? ''
    byName.set(name, [...(byName.get(name) ?? []), box])
  }
  return [...byName].map(([name, inside]) => {
    const path = around === '' ? name : `${around}.${name}`
    const own = inside.filter((box) => isOwn(box, path))
    const deeper = inside.filter((box) => !isOwn(box, path))
    const clusters = nest(deeper, path)
    const [only, ...others] = clusters
    if (own.length === 0 && only !== undefined && others.length === 0) return { ...only, title: `${name}.${only.title}` }
    const parts = new Set(inside.map(({ part }) => part))
    const [part] = parts
    return { path, title: name, ...(parts.size === 1 && part !== undefined ? { part } : {}), boxes: own.map(({ id }) => id), clusters, total: sumCosts(inside) }
  })
}

/** Whether a box is a layer of the block at `path` itself. */
const isOwn = (box: Boxed, path: string): boolean => box.path === path || box.path.lastIndexOf('.') === path.length
