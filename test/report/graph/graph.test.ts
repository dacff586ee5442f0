import { beforeAll, describe, expect, it } from 'vitest'
import type { TypedModel } from '../../../src/check/typed.js'
import { graphCost } from '../../../src/ir/cost.js'
import { graphFor } from '../../../src/lower/graph-for.js'
import { clusters, type Cluster } from '../../../src/report/graph/clusters.js'
import { dot } from '../../../src/report/graph/dot.js'
import { drawing, levels, type Drawing, type Level } from '../../../src/report/graph/drawing.js'
import { json } from '../../../src/report/graph/json.js'
import { mermaid } from '../../../src/report/graph/mermaid.js'
import { legend } from '../../../src/report/graph/palette.js'
import { svg } from '../../../src/report/graph/svg.js'
import { checkText, model as source } from '../../check/kit.js'

let model: TypedModel
let draw: (level: Level) => Drawing

beforeAll(async () => {
  // A trunk for all, a copy for each of two tasks, and a head of one layer or two.
  const checked = await checkText(
    source(`
      share hard trunk = image |> Conv(4, 3) |> relu |> GlobalAvgPool()
      share none own for kind, price = vector |> Dense(2)
      task kind = concat([trunk, own]) |> Dense(10)
      task price = concat([trunk, own]) |> Dense(1)
      task place = trunk |> Dense(8) |> relu |> Dense(2)`),
  )
  const [only] = checked.program?.models ?? []
  if (only === undefined) throw new Error(checked.diagnostics.map(({ message }) => message).join('\n'))
  model = only
  draw = (level) => drawing(model, graphFor(model), level)
})

describe('what is drawn', () => {
  it('tells whose each part is', () => {
    const parts = draw('model').nodes.map(({ name, role, tasks }) => `${role} ${name}: ${tasks.join(' ')}`)
    expect(parts).toEqual([
      'input image: kind price place',
      'input vector: kind price',
      'shared trunk: kind price place',
      'exclusive own@kind: kind',
      'head kind: kind',
      'exclusive own@price: price',
      'head price: price',
      'head place: place',
      'output kind: kind',
      'output price: price',
      'output place: place',
    ])
  })

  it.each(levels)('counts every parameter once, at the level of %s', (level) => {
    const { nodes, total } = draw(level)
    expect(total).toEqual(graphCost(graphFor(model)))
    expect(nodes.reduce((sum, { params }) => sum + params, 0)).toBe(total.params)
    expect(nodes.reduce((sum, { macs }) => sum + macs, 0)).toBe(total.macs)
  })

  it.each(levels)('joins every part to others, at the level of %s', (level) => {
    const { nodes, edges } = draw(level)
    const ids = new Set(nodes.map(({ id }) => id))
    const joined = new Set(edges.flatMap(({ from, to }) => [from, to]))
    expect([...joined].filter((id) => !ids.has(id))).toEqual([])
    expect([...ids].filter((id) => !joined.has(id))).toEqual([])
  })

  it('gives shapes of one sample', () => {
    expect(draw('layers').nodes.find(({ id }) => id === 'trunk.conv')).toMatchObject({ output: 'f32[4, 8, 8]', params: 112, path: 'trunk', ops: ['conv'] })
  })

  it('groups layers by the path of their weights, as few as tell something', () => {
    const paths = (cluster: Cluster): readonly string[] => cluster.clusters.flatMap((each) => [each.path, ...paths(each)])
    expect(paths(clusters(draw('layers')))).toEqual(['trunk', 'own@kind', 'kind', 'own@price', 'price', 'place'])
    const held = (cluster: Cluster): number => cluster.nodes.length + cluster.clusters.reduce((sum, each) => sum + held(each), 0)
    for (const level of levels) expect(held(clusters(draw(level)))).toBe(draw(level).nodes.length)
  })
})

describe('colours', () => {
  it('are one for each task, one for what is shared, and told in a legend', () => {
    expect(legend(draw('model')).map(({ text }) => text)).toEqual(['shared', 'kind', 'kind: own copy', 'price', 'price: own copy', 'place'])
    const fills = legend(draw('model')).map(({ paint }) => paint.fill)
    expect(new Set(fills).size).toBe(fills.length)
  })

  it('tell what some tasks share from what all do', async () => {
    const checked = await checkText(
      source(`
        share hard trunk = image |> flatten |> Dense(8)
        share hard pair for kind, price = trunk |> Dense(4)
        task kind = pair |> Dense(10)
        task price = pair |> Dense(1)
        task place = trunk |> Dense(2)`),
    )
    const [some] = checked.program?.models ?? []
    if (some === undefined) throw new Error(checked.diagnostics.map(({ message }) => message).join('\n'))
    const picture = drawing(some, graphFor(some), 'model')
    expect(legend(picture).map(({ text }) => text)).toEqual(['shared', 'shared by kind, price', 'kind', 'price', 'place'])
    expect(new Set(legend(picture).map(({ paint }) => paint.fill)).size).toBe(5)
    expect(await svg(picture)).toContain('>shared by kind, price</text>')
    expect(mermaid(picture)).toMatch(/\["shared by kind, price"\]:::(c\d+)\n[^]*<b>pair<\/b>[^\n]*:::\1\n/)
  })

  it('are light enough for dark text: a contrast of 7 and more (WCAG 2.2, 1.4.6)', () => {
    const tasks = Array.from({ length: 14 }, (_, index) => `task${index}`)
    const [node] = draw('model').nodes
    if (node === undefined) throw new Error('nothing is drawn')
    const many = legend({ ...draw('model'), tasks, nodes: tasks.map((task) => ({ ...node, role: 'head', tasks: [task] })) })
    expect(new Set(many.map(({ paint }) => paint.fill)).size).toBe(14)
    for (const { paint } of many.slice(0, 7)) expect((luminance(paint.fill) + 0.05) / (luminance('#1f2328') + 0.05)).toBeGreaterThan(7)
    for (const { paint } of many) expect((luminance(paint.fill) + 0.05) / (luminance('#1f2328') + 0.05)).toBeGreaterThan(4.5)
  })
})

/** Relative luminance of a colour (WCAG 2.2). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

describe('formats', () => {
  it('dot', () => expect(dot(draw('layers'))).toMatchFileSnapshot('layers.dot'))
  it('mermaid', () => expect(mermaid(draw('layers'))).toMatchFileSnapshot('layers.mmd'))
  it('json', () => expect(json(draw('model'))).toMatchFileSnapshot('model.json'))

  it('svg, laid out by Graphviz from the same text', async () => {
    const picture = await svg(draw('layers'))
    expect(picture).toMatch(/^<\?xml[^]*<svg [^]*<\/svg>\s*$/)
    for (const { name, role } of draw('layers').nodes) if (role === 'output') expect(picture).toContain(`>${name}</text>`)
    expect(picture.match(/class="node"/g)).toHaveLength(draw('layers').nodes.length)
  })

  it('keep names that need quoting apart from the text around them', async () => {
    const odd: Drawing = { ...draw('model'), model: 'A"<b>&\\' }
    expect(dot(odd)).toContain(String.raw`digraph "A\"<b>&\\"`)
    expect(await svg(odd)).toContain('A&quot;&lt;b&gt;&amp;\\')
    expect(mermaid(odd)).toContain(String.raw`title: "A\"<b>&\\: `)
  })
})
