import * as kinds from '../data.js'
import * as declared from '../declarations.js'
import type { Diagnostic, Span } from '../diagnostic.js'
import type { Example, Examples } from './example.js'

const pets = (lines: readonly string[], source = '"pets.csv"'): string => `data Pets {
  source ${source}
${(lines.some((line) => line.startsWith('split')) ? lines : [...lines, 'split  train 100%']).map((line) => `  ${line}`).join('\n')}
}
`
const usual = ['input  age: number', 'target kind: label<"cat", "dog">'] as const
const sound = 'age,kind\n3,cat\n4,dog\n7,cat\n2,dog\n'
const commands = ['mtlc compile example.mtl -o build']

type At = (text: string) => { readonly span: Span }

/** What is wrong in a file of data: the file that declares it is as it should be. */
const row = (lines: readonly string[], csv: string, mended: string, finding: (at: At) => Diagnostic): Example => ({
  text: pets(lines), beside: { 'pets.csv': csv }, mendedBeside: { 'pets.csv': mended }, commands, finding,
})
const first = { source: 'pets.csv', row: 1, others: { count: 0, rows: [] } } as const

const photos = (entry: string): string => `{"photo": ${entry}, "kind": "cat"}\n`
const pixels = JSON.stringify([0, 255, 255, 0])
const photo = (entry: string, finding: (at: At) => Diagnostic): Example => ({
  text: pets(['input  photo: image[1, 2, 2]', 'target kind: label<"cat", "dog">'], '"pets.jsonl"'),
  beside: { 'pets.jsonl': photos(entry) },
  mendedBeside: { 'pets.jsonl': photos(pixels) },
  commands,
  finding,
})
const firstPhoto = { source: 'pets.jsonl', row: 1, column: 'photo', wanted: 'image[1, 2, 2]', others: { count: 0, rows: [] } } as const

const rows = (value: string): string => `{"age": 3, "spots": ${value}}\n`

/** A target of places. */
const spots = (target: string, cell: string, mended: string, finding: (at: At, target: string) => Diagnostic): Example => {
  return {
    text: pets([usual[0], target], '"pets.jsonl"'), beside: { 'pets.jsonl': rows(cell), 'spots.png': 'no picture' }, mendedBeside: { 'pets.jsonl': rows(mended) },
    commands, finding: (at) => finding(at, target),
  }
}
const firstSpots = { source: 'pets.jsonl', row: 1, column: 'spots', others: { count: 0, rows: [] } } as const

const owners = (...names: readonly string[]): string => `age,kind,owner\n${names.map((name, index) => `${index + 1},${index % 2 === 0 ? 'cat' : 'dog'},${name}\n`).join('')}`
const table = (...settings: readonly string[]): readonly string[] => [`input  row: table${settings.length === 0 ? '' : `(${settings.join(', ')})`}`, 'target kind: label<"cat", "dog">']

export const data: Examples = {
  MTL4001: { text: pets(usual, '"pets.parquet"'), beside: { 'pets.parquet': sound }, mended: pets(usual), mendedBeside: { 'pets.csv': sound }, commands, finding: (at) => kinds.unreadableSource({ source: 'pets.parquet', reason: 'No magic bytes found' }, at('"pets.parquet"')) },
  MTL4002: { text: pets(usual, '"pet.csv"'), beside: { 'pets.csv': sound }, mended: pets(usual), commands, finding: (at) => kinds.sourceNotFound({ source: 'pet.csv', folder: '.', pattern: false }, at('"pet.csv"')) },
  MTL4003: { text: pets(usual, '"pets.xlsx"'), beside: { 'pets.xlsx': '…' }, mended: pets(usual), mendedBeside: { 'pets.csv': sound }, commands, finding: (at) => kinds.unknownFormat({ source: 'pets.xlsx' }, at('"pets.xlsx"')) },
  MTL4004: row(usual, 'age,kind\n', sound, (at) => kinds.emptySource({ source: 'pets.csv' }, at('"pets.csv"'))),
  MTL4005: {
    text: pets(usual), beside: { 'pets.csv': sound.replace('age', 'Age') }, mended: pets(['input  age: number from "Age"', usual[1]]), commands,
    finding: (at) => kinds.unknownColumn({ column: 'age', source: 'pets.csv', suggestion: 'Age', columns: '`Age`, `kind`' }, { ...at(usual[0]), edits: [{ span: { ...at(usual[0]).span, start: at(usual[0]).span.end }, text: ' from "Age"' }] }),
  },
  MTL4006: {
    text: pets([...usual, 'split  train 99%, test 1%']), beside: { 'pets.csv': sound }, commands,
    mended: pets([...usual, 'split  train 50%, test 50%']),
    finding: (at) => kinds.emptyPart({ data: 'Pets', part: 'test' }, at('split  train 99%, test 1%')),
  },
  MTL4007: { text: pets(usual, 'sql "selec age, kind from \'pets.csv\'"'), beside: { 'pets.csv': sound }, mended: pets(usual, 'sql "select age, kind from \'pets.csv\'"'), commands, finding: (at) => kinds.badQuery({ reason: 'Failed to extract statements: Parser Error: syntax error at or near "selec"' }, at('"selec age, kind from \'pets.csv\'"')) },
  MTL4008: {
    text: pets(table(), '"pets.jsonl"'), beside: { 'pets.jsonl': '{"age": 3, "toys": ["ball"], "kind": "cat"}\n{"age": 4, "toys": [], "kind": "dog"}\n' }, commands,
    mended: pets(table('except = [toys]'), '"pets.jsonl"'), finding: (at) => kinds.mixedColumn({ column: 'toys', source: 'pets.jsonl', type: 'JSON' }, at('"pets.jsonl"')),
  },
  MTL4009: {
    text: pets(table()), beside: { 'pets.csv': `name,age,kind\n${Array.from({ length: 10_001 }, (_, index) => `pet ${index},3,cat\n`).join('')}` }, commands,
    mended: pets(table('except = [name]')), finding: (at) => kinds.tooManyCategories({ column: 'name', source: 'pets.csv', limit: 10_000 }, at('"pets.csv"')),
  },
  MTL4010: {
    text: pets(table('except = [age]')), beside: { 'pets.csv': sound }, commands, mended: pets(table()),
    finding: (at) => kinds.emptyTable({ source: 'pets.csv' }, at('"pets.csv"')),
  },
  MTL4011: {
    text: pets([...usual, 'source test "others.csv"', 'split  validation 50% of train, by group owner'], 'train "pets.csv"'), beside: { 'pets.csv': owners('ann', 'bob', 'cleo', 'dan'), 'others.csv': owners('bob') },
    mendedBeside: { 'others.csv': owners('eve') }, commands,
    finding: (at) => kinds.sharedGroup({ column: 'owner', count: 1, example: 'bob', parts: ['validation', 'test'] }, at('split  validation 50% of train, by group owner')),
  },

  MTL4101: row(usual, sound.replace('3,', ','), sound, (at) => kinds.missingValue({ ...first, column: 'age', value: 'nothing', wanted: 'the input `age`' }, at(usual[0]))),
  MTL4102: row(usual, sound.replace('3,', 'three,'), sound, (at) => kinds.notANumber({ ...first, column: 'age', value: '"three"', wanted: '' }, at(usual[0]))),
  MTL4103: row(usual, sound.replace('3,', 'NaN,'), sound, (at) => kinds.notFinite({ ...first, column: 'age', value: '"NaN"', wanted: '' }, at(usual[0]))),
  MTL4104: row(usual, sound.replace('cat', 'bird'), sound, (at) => kinds.unknownLabel({ ...first, column: 'kind', value: '"bird"', wanted: 'label<"cat", "dog">' }, at(usual[1]))),
  MTL4105: row(['input  age: vector[2]', usual[1]], 'age,kind\n"[3, 4, 5]",cat\n', 'age,kind\n"[3, 4]",cat\n', (at) => kinds.wrongLength({ ...first, column: 'age', value: 'a list of 3', lengths: '3 values, and 2 are needed', wanted: 'vector[2]' }, at('input  age: vector[2]'))),
  MTL4106: photo('[0, 255, 255, 256]', (at) => kinds.badImage({ ...firstPhoto, value: 'a list of 4' }, at('input  photo: image[1, 2, 2]'))),
  MTL4107: photo('[0, 255]', (at) => kinds.wrongImageSize({ ...firstPhoto, value: 'a list of 2 pixels', wanted: 'image[1, 2, 2], 4 pixels' }, at('input  photo: image[1, 2, 2]'))),
  MTL4108: photo('"cat.png"', (at) => kinds.missingImageFile({ ...firstPhoto, value: '"cat.png"' }, at('input  photo: image[1, 2, 2]'))),
  MTL4109: row([...usual, 'weight trust'], 'age,kind,trust\n3,cat,-1\n', 'age,kind,trust\n3,cat,1\n', (at) => kinds.badWeight({ ...first, column: 'trust', value: '"-1"', wanted: 'the sample weight' }, at('weight trust'))),
  MTL4110: row([...usual, 'split  by column "part"'], 'age,kind,part\n3,cat,training\n', 'age,kind,part\n3,cat,train\n', (at) => kinds.unknownPart({ ...first, column: 'part', value: '"training"', wanted: '' }, at('split  by column "part"'))),
  MTL4111: {
    text: pets(['input  note: text(max = 4, vocab = 9)', usual[1]], '"pets.jsonl"'), beside: { 'pets.jsonl': '{"note": ["my", ["old", "cat"]], "kind": "cat"}\n' }, commands,
    mendedBeside: { 'pets.jsonl': '{"note": ["my", "old", "cat"], "kind": "cat"}\n' },
    finding: (at) => kinds.notText({ ...first, source: 'pets.jsonl', column: 'note', value: 'a list of 2', wanted: 'text(max = 4, vocab = 9)' }, at('input  note: text(max = 4, vocab = 9)')),
  },
  MTL4112: row(
    ['input  note: text(max = 4, vocab = 9)', 'target words: tags<"thing", "deed">'], 'note,words\nthe cat sleeps,thing deed\n', 'note,words\ncat sleeps,thing deed\n',
    (at) => kinds.unequalTags({ ...first, column: 'words', value: '2 tags', wanted: 'the 3 tokens of `note`' }, at('target words: tags<"thing", "deed">')),
  ),
  MTL4121: spots('target spots: mask<2>[1, 3]', '"spots.png"', '[0, 1, 1]', (at, target) => kinds.badMask({ ...firstSpots, value: '"spots.png" (it is no PNG)', wanted: 'mask<2>[1, 3]' }, at(target))),
  MTL4122: spots('target spots: keypoints<2>', '[12, 20, 48, 20]', '[0.2, 0.3, 0.75, 0.3]', (at, target) => kinds.outsideImage({ ...firstSpots, value: '12', wanted: 'keypoints<2>' }, at(target))),
  MTL4123: spots(
    'target spots: boxes<"spot">', '[["spot", 0.5, 0.5, 0.25, 0.25]]', '[["spot", 0.5, 0.5, 0.75, 0.75]]',
    (at, target) => kinds.badBox({ ...firstSpots, value: '[0.5, 0.5, 0.25, 0.25]', wanted: 'boxes<"spot">' }, at(target)),
  ),
  MTL4124: spots(
    'target spots: boxes<"spot">(max = 1)', '[["spot", 0, 0, 0.5, 0.5], ["spot", 0.5, 0.5, 1, 1]]', '[["spot", 0, 0, 0.5, 0.5]]',
    (at, target) => kinds.tooManyBoxes({ ...firstSpots, value: '2 boxes', wanted: 'boxes<"spot">(max = 1)' }, at(target)),
  ),

  MTL4201: { text: 'data Pets {\n  source "pets.csv"\n  input  age: number\n}\n', mended: pets(usual) },
  MTL4202: { text: pets([usual[0], 'target kind: label<"cat">']), mended: pets(usual) },
  MTL4203: { text: pets([usual[0], 'target kind: category<"cat", "dog">']) },
  MTL4204: { text: pets([...usual, 'split  train 80%, validation 10%']), mended: pets([...usual, 'split  train 80%, validation 10%, test 10%']) },
  MTL4205: { text: pets([...usual, 'normalize kind auto']), mended: pets([...usual, 'normalize age auto']) },
  MTL4206: {
    text: pets([...usual, 'augment age { shift 2 }']), mended: pets(['input  photo: image[3, 64, 64]', usual[1], 'augment photo { shift 2 }']),
  },
  MTL4207: {
    text: pets(table()), beside: { 'pets.csv': sound }, commands: ['a surrounding without data, such as a page in a browser'],
    finding: (at) => declared.tableNotInspected({ field: 'row' }, at('input  row: table')),
  },
}
