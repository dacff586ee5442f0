import { describe, expect, test } from 'vitest'
import { catalogue } from '../../src/diagnostics/catalogue.js'
import type { TableField } from '../../src/types/field.js'
import type { InspectTable } from '../../src/check/check.js'
import { checkFiles, checkText, findings, only, onlyBeside3001 } from './kit.js'

const data = (lines: string): string => `data D {\n${lines}\n}`
const fields = 'input x: image[3, 4, 4]\ninput v: vector[2]\ninput n: number\ntarget y: label<3>'
const full = (lines: string): string => data(`source "a.csv"\n${fields}\n${lines}`)

async function typed(text: string): Promise<NonNullable<Awaited<ReturnType<typeof checkText>>['program']>['data'][number]> {
  const checked = await checkText(text)
  expect(findings(checked)).toEqual([])
  const [first] = checked.program?.data ?? []
  if (first === undefined) throw new Error('no data set')
  return first
}

describe('fields', () => {
  test('are typed, with their columns and docs', async () => {
    const { inputs, targets } = await typed(data(`source "a.csv"
      /// Cents.
      input price: number from "Price (ct)"
      input color: category<"red", "green">
      input code: category<3>
      target y: label<"no", "yes">
      target z: vector[2]`))
    expect(inputs).toMatchObject([
      { name: 'price', column: 'Price (ct)', type: { kind: 'number' }, doc: 'Cents.' },
      { name: 'color', column: 'color', type: { kind: 'category', labels: ['red', 'green'] } },
      { name: 'code', type: { kind: 'category', labels: ['0', '1', '2'] } },
    ])
    expect(targets).toMatchObject([
      { name: 'y', type: { kind: 'label', labels: ['no', 'yes'], numeric: false } },
      { name: 'z', type: { kind: 'vector', size: 2 } },
    ])
  })

  test('may be aliases, with constants', async () => {
    const { inputs, targets } = await typed(`const side = 8\ntype Digit = label<10>\ntype Picture = image[1, side, side * 2]\n${data('source "a.csv"\ninput x: Picture\ntarget y: Digit')}`)
    expect(inputs[0]?.type).toEqual({ kind: 'image', channels: 1, height: 8, width: 16 })
    expect(targets[0]?.type).toMatchObject({ numeric: true, labels: { length: 10 } })
  })

  test('a name that a setting uses is a name like any other', async () => {
    const { inputs, targets, weight } = await typed(data('source "a.csv"\ninput weight: number\ntarget loss: number\nweight instance_weight'))
    expect([inputs[0]?.name, targets[0]?.name, weight?.column]).toEqual(['weight', 'loss', 'instance_weight'])
  })
})

describe('sources', () => {
  test('are files, of a part or to be divided, and queries, which are divided', async () => {
    const { sources } = await typed(data(`source "a.csv"\nsource test "b.csv"\nsource sql "select * from 'c.csv'"\n${fields}`))
    expect(sources).toMatchObject([
      { part: 'all', kind: 'file', location: 'a.csv' },
      { part: 'test', kind: 'file', location: 'b.csv' },
      { part: 'all', kind: 'sql', location: "select * from 'c.csv'" },
    ])
    expect(sources.every(({ folder }) => folder === undefined)).toBe(true)
  })

  test('of an imported data set are relative to its own file', async () => {
    const files = {
      'main.mtl': 'import { D } from "sub/d.mtl"\nmodel M on D { task y = v |> Dense(3) }',
      'sub/d.mtl': data(`source "a.csv"\nsource sql "select 1"\n${fields}`),
    }
    const checked = await checkFiles(files)
    expect(findings(checked)).toEqual([])
    expect(checked.program?.data[0]?.sources).toMatchObject([{ location: 'sub/a.csv' }, { location: 'select 1', folder: 'sub/' }])
  })
})

const splitOf = async (sources: string, split: string): Promise<unknown> => (await typed(data(`${sources}\n${fields}\n${split}`))).split

describe('split', () => {
  test('shares of all rows', async () => {
    expect(await splitOf('source "a.csv"', 'split train 80%, validation 10%, test 10%, seed 7')).toMatchObject({
      kind: 'shares', of: 'all', shares: { train: 0.8, validation: 0.1, test: 0.1 }, seed: 7,
    })
    expect(await splitOf('source "a.csv"', 'split validation 20%, test 20%')).toMatchObject({ of: 'all', shares: { validation: 0.2, test: 0.2 }, seed: 0 })
  })

  test('shares of one part', async () => {
    expect(await splitOf('source train "a.csv"\nsource test "b.csv"', 'split validation 10% of train, seed 7')).toMatchObject({ of: 'train', shares: { validation: 0.1 } })
  })

  test('by a column, by a group', async () => {
    expect(await splitOf('source "a.csv"', 'split by column "part"')).toMatchObject({ kind: 'column', column: 'part' })
    expect(await splitOf('source "a.csv"', 'split by group user_id')).toMatchObject({ kind: 'shares', group: 'user_id', shares: { train: 0.8, validation: 0.1, test: 0.1 } })
  })

  test('where nothing is said, parts that have no source get a tenth', async () => {
    expect(await splitOf('source "a.csv"', '')).toMatchObject({ of: 'all', shares: { train: 0.8, validation: 0.1, test: 0.1 }, seed: 0 })
    expect(await splitOf('source train "a.csv"\nsource test "b.csv"', '')).toMatchObject({ of: 'train', shares: { validation: 0.1 } })
    expect(await splitOf('source train "a.csv"\nsource test "b.csv"\nsource validation "c.csv"', '')).toMatchObject({ of: 'train', shares: {} })
  })
})

describe('what is done to inputs', () => {
  test('normalising is spelled out per channel', async () => {
    const { inputs } = await typed(full('normalize x mean 0.5, std [0.1, 0.2, 1 / 4]\nnormalize v auto\nnormalize n mean 3'))
    expect(inputs.map(({ normalize }) => normalize)).toEqual([
      { mean: [0.5, 0.5, 0.5], std: [0.1, 0.2, 0.25] }, 'auto', { mean: [3], std: [1] },
    ])
  })

  test('augmenting', async () => {
    const { augment, skipBadRows } = await typed(full('augment x { flip horizontal, shift 2, rotate 10 }\nskip bad rows'))
    expect(augment).toMatchObject([{ field: 'x', steps: [{ kind: 'flip', axis: 'horizontal' }, { kind: 'shift', pixels: 2 }, { kind: 'rotate', degrees: 10 }] }])
    expect(skipBadRows).toBe(true)
  })
})

describe('a table', () => {
  const table: TableField = { kind: 'table', numbers: ['age', 'hours'], categories: [{ column: 'job', labels: ['a', 'b'], offset: 0 }], vocabulary: 3 }
  const text = `import { TableFeatures } from "std/tabular"
    data Rows {
      source "rows.csv"
      split by group household
      weight instance_weight
      input row: table(except = [id, "zip code"])
      input note: number from "Note"
      target income: label<"low", "high"> from "inc"
    }
    model M on Rows { task income = row |> TableFeatures(dim = 4) |> Dense(2) }`

  test('is typed by inspection, without the columns that have a meaning of their own', async () => {
    const asked: Parameters<InspectTable>[0][] = []
    const checked = await checkText(text, { inspectTable: async (request) => (asked.push(request), table) })
    expect(findings(checked)).toEqual([])
    expect(asked).toMatchObject([{ file: 'main.mtl', sources: [{ location: 'rows.csv' }] }])
    expect([...(asked[0]?.except ?? [])].toSorted()).toEqual(['Note', 'household', 'id', 'inc', 'instance_weight', 'zip code'])
    expect(checked.program?.data[0]?.inputs[0]?.type).toEqual(table)
  })

  test('what is wrong with its columns is told where it is declared', async () => {
    const checked = await checkText(text, { inspectTable: async () => [{ code: 'MTL4001', severity: 'error', message: 'cannot read it', related: [] }] })
    expect(findings(checked)).toEqual(['MTL4001 cannot read it ← input row: table(except = [id, "zip code"])'])
  })

  test('MTL4207: without inspection, what stands on it is not checked', async () => {
    const checked = await checkText(text)
    expect(checked.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['MTL4207', 'warning']])
    expect(checked.program?.models).toEqual([])
  })
})

const cases: readonly (readonly [code: string, text: string, message: string, help?: string])[] = [
  ['MTL4201', data('source "a.csv"\ninput x: number'), 'the data set `D` declares no target'],
  ['MTL4201', data('input x: number\ntarget y: number'), 'the data set `D` declares no source'],
  ['MTL4202', full('input z: image[3, 4]'), 'the field type `image[3, 4]` needs its dimensions, as in `image[channels, height, width]`'],
  ['MTL4202', full('input z: vector[0]'), 'the field type `vector[0]` needs whole numbers from 1 to 1,000,000, not `0`'],
  ['MTL4202', full('target z: label<1>'), 'the field type `label<1>` needs whole numbers from 2 to 1,000,000, not `1`'],
  ['MTL4202', full('target z: label<"a", "a">'), 'the field type `label<"a", "a">` has the label "a" twice'],
  ['MTL4202', full('target z: label'), 'the field type `label` needs two labels at least, as in `label<"no", "yes">`, or their number, as in `label<10>`'],
  ['MTL4202', full('input z: number[3]'), 'the field type `number[3]` takes nothing in `[…]`'],
  ['MTL4202', full('target z: mask<3>'), 'the field type `mask<3>` needs its dimensions, as in `mask<…>[height, width]`'],
  ['MTL4202', full('target z: mask<3>[0, 4]'), 'the field type `mask<3>[0, 4]` needs whole numbers from 1 to 1,000,000, not `0`'],
  ['MTL4202', full('target z: keypoints<0>'), 'the field type `keypoints<0>` needs whole numbers from 1 to 1,000,000, not `0`'],
  ['MTL4202', full('target z: boxes'), 'the field type `boxes` needs labels, as in `boxes<"car", "person">`, or their number, as in `boxes<10>`'],
  ['MTL4202', full('target z: tags<3>'), 'the field type `tags<3>` tags the pieces of an input of type `text`, and there is none'],
  ['MTL2012', full('input z: text(max = 8)'), '`text` is missing its argument `vocab`'],
  ['MTL2027', full('input z: text(max = 0, vocab = 100)'), '`max` of `text` must be at least 1, but is 0'],
  ['MTL2011', full('input z: table(expect = [a])'), '`table` has no parameter called `expect`', 'did you mean `except`?'],
  ['MTL2004', full('input z: table(except = id)'), '`except` of `table` needs a list in brackets, but this is `id`'],
  ['MTL4203', full('target z: image[3, 4, 4]'), '`image` cannot be a target', 'images are inputs; a class for each pixel is a `mask<…>[H, W]`'],
  ['MTL4203', full('input z: label<3>'), '`label` cannot be an input', 'declare it as `category<…>`, which a model can read'],
  ['MTL4203', full('target z: category<3>'), '`category` cannot be a target', 'declare it as `label<…>`, which a task can predict'],
  ['MTL4204', full('split train 80%, validation 30%'), 'this split cannot be made: the shares add up to 110%'],
  ['MTL4204', full('split train 80%, validation 10%'), 'this split cannot be made: the shares add up to 90%, and what is left has no part'],
  ['MTL4204', full('split validation 10% of train'), 'this split cannot be made: no source is `train`'],
  ['MTL4204', data(`source train "a"\n${fields}\nsplit train 80%, test 20%`), 'this split cannot be made: every source says which part it is; divide one of them, as in `split validation 10% of train`'],
  ['MTL4205', full('normalize y mean 3'), '`y` cannot be normalised so: it is a target, and only inputs are normalised'],
  ['MTL4205', full('normalize x mean [1, 2]'), '`x` cannot be normalised so: image[3, 4, 4] needs one value, or 3 of them'],
  ['MTL4205', full('normalize n std 0'), '`n` cannot be normalised so: the deviation must be more than 0'],
  ['MTL4206', full('augment v { shift 3 }'), '`v` cannot be augmented so: it is a vector, and only images are moved about'],
  ['MTL4206', full('target cars: boxes<"car">\naugment x { flip horizontal, rotate 3 }'), '`x` cannot be augmented so: the boxes of `cars` move by `flip` and `shift`, but a box that is turned is none'],
  ['MTL4206', full('target cars: boxes<"car">\ninput other: image[1, 4, 4]\naugment x { shift 3 }'), '`x` cannot be augmented so: there are several images, and nothing says which of them `cars` is of'],
  ['MTL4206', full('target spots: keypoints<2>\naugment x { shift 3 }'), '`x` cannot be augmented so: `spots` says where things are in an image, and does not move with it'],
  ['MTL2027', full('augment x { flip vertcal }'), '`flip` must be one of `horizontal` and `vertical`, but is `vertcal`', 'did you mean `vertical`?'],
  ['MTL2004', full('augment x { shift 2.5 }'), '`shift` needs an int, but this is the float 2.5'],
  ['MTL2012', full('augment x { rotate }'), '`rotate` is missing its argument `degrees`', 'write it after the name. How far at most, to either side.'],
  ['MTL2001', full('normalize w auto'), 'there is no input called `w`'],
  ['MTL2001', data(`source trian "a"\n${fields}`), 'there is no part called `trian`', 'did you mean `train`?'],
  ['MTL2002', full('input x: number'), '`x` is declared twice in this data set'],
  ['MTL2027', full('split train 120%'), 'the share of `train` must be at least 0 and at most 1, but is 120%'],
]

describe('42xx', () => {
  test.each(cases.map((each) => ({ each, name: `${each[0]}: ${each[1]}` })))('$name', async ({ each: [code, text, message, help] }) => {
    const finding = await onlyBeside3001(text, code)
    expect(finding.message).toBe(message)
    if (help !== undefined) expect(finding.help).toBe(help)
  })

  test('a field type that is misspelled', async () => {
    const finding = await only(full('input z: imge[3, 4, 4]'), 'MTL2001')
    expect([finding.message, finding.help]).toEqual(['there is no type called `imge`', 'did you mean `image`?'])
  })

  test('every code of the group is raised here', () => {
    const raised = new Set(['MTL4207', ...cases.map(([code]) => code)])
    expect([...catalogue.keys()].filter((code) => code.startsWith('MTL42') && !raised.has(code))).toEqual([])
  })
})
