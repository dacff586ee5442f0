/** Boxes around the nodes of one path, as few as tell something. */
import type { DrawnNode, Drawing } from './drawing.js'

export interface Cluster {
  /** Path from the root: `trunk.le_net`. */
  readonly path: string
  /** What of the path the boxes around do not say. */
  readonly label: string
  readonly nodes: readonly DrawnNode[]
  readonly clusters: readonly Cluster[]
}

interface Tree {
  readonly nodes: DrawnNode[]
  readonly children: Map<string, Tree>
}

/** All nodes by path; the root has no box. A path of one node has none either, and a box that holds only a box is one with it. */
export function clusters(drawing: Drawing): Cluster {
  const root: Tree = { nodes: [], children: new Map() }
  for (const node of drawing.nodes) {
    let tree = root
    for (const step of node.path === '' ? [] : node.path.split('.')) {
      const child: Tree = tree.children.get(step) ?? { nodes: [], children: new Map() }
      tree.children.set(step, child)
      tree = child
    }
    tree.nodes.push(node)
  }
  return build(root, '', '')
}

const size = ({ nodes, children }: Tree): number => nodes.length + [...children.values()].reduce((sum, child) => sum + size(child), 0)

function build(tree: Tree, path: string, label: string): Cluster {
  const [only] = tree.children
  if (path !== '' && tree.nodes.length === 0 && tree.children.size === 1 && only !== undefined) {
    return build(only[1], `${path}.${only[0]}`, `${label}.${only[0]}`)
  }
  const nodes = [...tree.nodes]
  const inner: Cluster[] = []
  for (const [step, child] of tree.children) {
    const below = path === '' ? step : `${path}.${step}`
    if (path !== '' && size(child) === 1) nodes.push(...lone(child, step))
    else inner.push(build(child, below, step))
  }
  return { path, label, nodes, clusters: inner }
}

/** The one node of a tree, named by where it stands in it. */
function lone({ nodes, children }: Tree, prefix: string): readonly DrawnNode[] {
  return [
    ...nodes.map((node) => (node.name === prefix ? node : { ...node, name: `${prefix}.${node.name}` })),
    ...[...children].flatMap(([step, child]) => lone(child, `${prefix}.${step}`)),
  ]
}
