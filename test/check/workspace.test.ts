import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check } from '../../src/check/check.js'
import type { Declaration } from '../../src/syntax/ast.js'
import { Workspace } from '../../src/check/workspace.js'
import { memoryHost } from './host.js'
import { things } from './kit.js'

const blocks = 'const width = 8\n\nblock Inner(x: f32[D]) -> f32[width] {\n  x |> Dense(width) |> relu\n}\n'
const main = `import { Inner, width } from "./blocks.mtl"

const classes = 10

const twice = 2 * classes

/// A head.
block Head(units: int = twice)(x: f32[D]) -> f32[units] {
  x |> Inner |> Dense(units)
}

block Alone(x: f32[D]) -> f32[D] {
  relu(x)
}
${things}
model M on Things {
  share hard trunk = vector |> Head()
  task kind = trunk |> Dense(classes)
  task price = trunk |> Dense(1)
}

model Other on Things {
  task kind = vector |> Alone |> Dense(10)
}

train M { epochs 3, batch 64 }

compress M { quantize int8 }
`

const named = (declarations: readonly Declaration[]): readonly string[] =>
  declarations.flatMap((each) => ('name' in each ? [each.name.text] : 'model' in each ? [`${each.kind} ${each.model.text}`] : []))

function opened(text = main): Workspace {
  const workspace = new Workspace({ host: memoryHost({ 'main.mtl': text, 'blocks.mtl': blocks }) })
  workspace.update('main.mtl', text)
  workspace.update('blocks.mtl', blocks)
  return workspace
}

async function worked(workspace: Workspace, path: string, text: string): Promise<readonly string[]> {
  workspace.update(path, text)
  return named((await workspace.check('main.mtl')).worked)
}

describe('only what changed is checked again', () => {
  test('first all of it, then nothing', async () => {
    const workspace = opened()
    const first = await workspace.check('main.mtl')
    expect(first.diagnostics).toEqual([])
    expect(named(first.worked).toSorted()).toEqual(
      ['Alone', 'Head', 'Inner', 'M', 'Other', 'Things', 'classes', 'compress M', 'train M', 'twice', 'width'].toSorted(),
    )
    expect(named((await workspace.check('main.mtl')).worked)).toEqual([])
  })

  test.each([
    ['a comment, or space', '/// A head.', '/// The head of a task.\n', ['Head', 'M', 'compress M', 'train M']],
    ['a block, and what applies it', 'relu(x)', 'silu(x)', ['Alone', 'Other']],
    ['a constant, and what stands on it', 'classes = 10', 'classes = 5 * 2', ['classes', 'twice', 'Head', 'M', 'compress M', 'train M']],
    ['training', 'epochs 3', 'epochs 4', ['train M']],
    ['lines that were moved alone', 'import { Inner', '\n\n\nimport { Inner', []],
    ['a new name that nothing uses', 'const twice', 'const spare = 1\n\nconst twice', ['spare']],
  ])('%s', async (_name, from, to, expected) => {
    const workspace = opened()
    await workspace.check('main.mtl')
    expect((await worked(workspace, 'main.mtl', main.replace(from, to))).toSorted()).toEqual(expected.toSorted())
  })

  test('a file that is imported', async () => {
    const workspace = opened()
    await workspace.check('main.mtl')
    const found = await worked(workspace, 'blocks.mtl', blocks.replace('relu', 'silu'))
    expect(found.toSorted()).toEqual(['Head', 'Inner', 'M', 'compress M', 'train M'].toSorted())
    expect(await worked(workspace, 'blocks.mtl', blocks.replace('width = 8', 'wide = 8'))).toContain('Inner')
  })

  test('a name that comes and goes is told in each run', async () => {
    const workspace = opened()
    workspace.update('main.mtl', main.replace('const twice', 'const spare'))
    const broken = await workspace.check('main.mtl')
    expect(broken.diagnostics.map(({ message }) => message)).toEqual(['there is no value called `twice`'])
    expect(broken.diagnostics[0]?.help).toBe('did you mean `slice`?')
    workspace.update('main.mtl', main.replace('const twice', 'const twicee'))
    expect((await workspace.check('main.mtl')).diagnostics[0]?.help).toBe('did you mean `twicee`?')
    workspace.update('main.mtl', main)
    expect((await workspace.check('main.mtl')).diagnostics).toEqual([])
  })

  test('constants that need each other are mended by one of them', async () => {
    const circle = 'const a = b\n\nconst b = c\n\nconst c = a\n'
    const workspace = opened(circle)
    expect((await workspace.check('main.mtl')).diagnostics.map(({ code }) => code)).toEqual(['MTL2022'])
    workspace.update('main.mtl', circle.replace('c = a', 'c = 1'))
    expect((await workspace.check('main.mtl')).diagnostics).toEqual([])
  })

  test('what an expression is stays known where its declaration stood', async () => {
    const workspace = opened()
    await workspace.check('main.mtl')
    workspace.update('main.mtl', `// Moved.\n${main}`)
    const { valueOf, modules } = await workspace.check('main.mtl')
    const model = modules.find(({ path }) => path === 'main.mtl')?.file.declarations.find((each) => each.kind === 'model')
    const share = model?.statements.find((each) => each.kind === 'share')
    const value = share === undefined ? undefined : valueOf(share.value)
    expect(value?.kind === 'tensor' ? value.expression.type : undefined).toEqual({ dtype: 'f32', shape: [20] })
  })
})

test('after any edits the findings are those of the text', async () => {
  const changes = [
    'width', 'classes', 'twice', 'Inner', 'Head', 'vector', 'Dense', '10', 'relu', 'f32[D]', '|>', '\n\n', 'const ', 'units', 'trunk', 'kind', 'Things', 'M',
  ]
  const edit = fc.tuple(fc.nat(), fc.constantFrom(...changes), fc.constantFrom(...changes, '', ' ', '\n', ')', '3.5', '60 KB'))
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
      let text = main
      const workspace = opened(text)
      await workspace.check('main.mtl')
      for (const [at, from, to] of edits) {
        const places = [...text.matchAll(new RegExp(from.replaceAll(/[|[\]]/g, String.raw`\$&`), 'g'))].map(({ index }) => index)
        const place = places[at % Math.max(1, places.length)]
        if (place !== undefined) text = text.slice(0, place) + to + text.slice(place + from.length)
        workspace.update('main.mtl', text)
        const found = (await workspace.check('main.mtl')).diagnostics
        const cold = await check('main.mtl', { host: memoryHost({ 'main.mtl': text, 'blocks.mtl': blocks }) })
        expect(found).toEqual(cold.diagnostics)
      }
    }),
    { seed: 4, numRuns: 120 },
  )
}, 120_000)
