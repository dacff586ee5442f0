/** Each finding about data, raised by the smallest data set that deserves it. */
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import * as kinds from '../../src/diagnostics/data.js'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js'
import type { TargetType } from '../../src/types/field.js'
import { inspectTable } from '../../src/data/inspect.js'
import { openDataset } from '../../src/data/open.js'
import { collect, describeData, digit, field, findingsOf, folderOf, image, label, number, open, source, span, values } from './fixture.js'

const raised = new Set<string>()

/** The findings' text, as it is read by people; their codes are noted. */
function told(findings: readonly Diagnostic[] | object): readonly string[] {
  if (!Array.isArray(findings)) return ['no findings']
  return findings.map(({ code, message, help, span: place }: Diagnostic) => {
    raised.add(code)
    expect(place).toBeDefined()
    return `${code}: ${message}${help === undefined ? '' : ` | ${help}`}`
  })
}

const csv = (text: string, described: Partial<Parameters<typeof open>[1]> = {}): Promise<readonly string[]> =>
  findingsOf(folderOf({ 'a.csv': text }), { sources: [source('a.csv')], ...described }).then(told)

const query = (location: string) => ({ part: 'all', kind: 'sql', location, span }) as const

const inspect = async (files: Readonly<Record<string, string>>, except: readonly string[], location = '*') =>
  told(await inspectTable({ sources: [source(location)], file: join(folderOf(files), 'test.mtl'), except }))

/** Rows of a CSV, one for each user. */
const users = (first: number, last: number): string => Array.from({ length: last - first }, (_, index) => `${index},1,u${first + index}\n`).join('')

describe('findings about sources', () => {
  it('MTL4001: a file that is not what its name says', async () => {
    const directory = folderOf({ 'a.parquet': 'hello, world', 'b.csv.gz': 'not packed', 'c.csv': 'x,y\n1,2\n1,2,3\n', 'd.jsonl': '{"x":1,"y":1}\n{"x":\n', 'e.csv/x': '' })
    const reasons: string[] = []
    for (const name of ['a.parquet', 'b.csv.gz', 'c.csv', 'd.jsonl', 'e.csv']) reasons.push(...told(await findingsOf(directory, { sources: [source(name)] })))
    expect(reasons.map((reason) => reason.replaceAll(directory, '…'))).toMatchInlineSnapshot(`
      [
        "MTL4001: cannot read the source "a.parquet": No magic bytes found",
        "MTL4001: cannot read the source "b.csv.gz": incorrect header check",
        "MTL4001: cannot read the source "c.csv": CSV Error on Line: 3; Original Line: 1,2,3; Expected Number of Columns: 2 Found: 3",
        "MTL4001: cannot read the source "d.jsonl": Malformed JSON, at byte 7 in line 3: unexpected end of data.",
        "MTL4001: cannot read the source "e.csv": it is a folder; a pattern takes the files in it, such as \`folder/*.csv\`",
      ]
    `)
  })

  it('MTL4001: a row far down that cannot be read, by DuckDB or after a cast of a query', async () => {
    const directory = folderOf({ 'a.csv': `x,y\n${'1,2\n'.repeat(300_000)}1,2,3\n1,2\n`, 'b.csv': `x,y\n${'1,2\n'.repeat(300_000)}z,2\n` })
    const found = async (from: Parameters<typeof open>[1]['sources']) => told(await findingsOf(directory, { sources: from }))
    expect(await found([source('a.csv')])).toEqual([
      'MTL4001: cannot read the source "a.csv": CSV Error on Line: 300002; Original Line: 1,2,3; Expected Number of Columns: 2 Found: 3',
    ])
    expect(await found([query("select x::int as x, y from read_csv('b.csv', all_varchar = true)")])).toEqual([expect.stringContaining("Could not convert string 'z' to INT32")])
  })

  it('MTL4001: a CSV whose lines end in different ways', async () => {
    const mixed = 'x,y\r\n1,"a\nb"\r\n2,3\r\n4,5\n6,7\n'
    const reason = 'MTL4001: cannot read the source "a.csv": line 5 ends in LF, the lines before it in CR LF; all have to end alike'
    expect(await csv(mixed)).toEqual([reason])
    expect(await csv(mixed, { skipBadRows: true })).toEqual([reason])
    expect(await inspect({ 'a.csv': mixed }, [], 'a.csv')).toEqual([reason])
    // Too far down to be looked for.
    const long = `x,y\n${'1,2\n'.repeat(300_000)}`
    expect(await csv(`${long}1,2\r\n1,2\r\n`)).toEqual(['MTL4001: cannot read the source "a.csv": its lines end in different ways, or its quotes do not match'])
  })

  it('MTL4001: a file that may not be read', async () => {
    const directory = folderOf({ 'a.csv': 'x,y\n1,2\n' })
    chmodSync(join(directory, 'a.csv'), 0)
    // The superuser may read everything.
    if (process.getuid?.() === 0) return
    expect(await findingsOf(directory, { sources: [source('a.csv')] })).toMatchObject([{ code: 'MTL4001' }])
  })

  it('MTL4002: no such file, or no match', async () => {
    const directory = folderOf({})
    const findings = told(await findingsOf(directory, { sources: [source('a.csv'), source('b/*.csv')] }))
    expect(findings.map((text) => text.replaceAll(directory, '…'))).toMatchInlineSnapshot(`
      [
        "MTL4002: there is no file "a.csv" | paths are relative to the file that names them; looked in …",
        "MTL4002: no file matches the source "b/*.csv" | paths are relative to the file that names them; looked in …",
      ]
    `)
  })

  it('MTL4003: a format that is not known', async () => {
    expect(told(await findingsOf(folderOf({ 'a.xlsx': 'x' }), { sources: [source('a.xlsx')] }))).toMatchInlineSnapshot(`
      [
        "MTL4003: the name "a.xlsx" does not say what format it is in | sources end in .parquet, .csv, .tsv, .json, .jsonl or .ndjson; the text formats also with .gz after that",
      ]
    `)
  })

  it('MTL4004: nothing in it', async () => {
    const directory = folderOf({ 'a.csv': '', 'b.csv': 'x,y\n', 'c.jsonl': '\n' })
    expect(told(await findingsOf(directory, { sources: [source('a.csv'), source('c.jsonl')] }))).toMatchInlineSnapshot(`
      [
        "MTL4004: the source "a.csv" has no rows | fill it, or remove the \`source\` line",
        "MTL4004: the source "c.jsonl" has no rows | fill it, or remove the \`source\` line",
      ]
    `)
    expect(told(await findingsOf(directory, { sources: [source('b.csv')] }))).toMatchInlineSnapshot(`
      [
        "MTL4004: the source "b.csv" has no rows | fill it, or remove the \`source\` line",
      ]
    `)
  })

  it('MTL4005: a column that is not there', async () => {
    expect(await csv('X,yy\n1,2\n', { weight: { column: 'instance_weight', span } })).toMatchInlineSnapshot(`
      [
        "MTL4005: "a.csv" has no column \`x\` | did you mean \`X\`? Where a field and its column differ, write \`from "X"\`",
        "MTL4005: "a.csv" has no column \`y\` | did you mean \`yy\`? Where a field and its column differ, write \`from "yy"\`",
        "MTL4005: "a.csv" has no column \`instance_weight\` | its columns are \`X\`, \`yy\`; name another one by \`from "column"\`",
      ]
    `)
    expect(await csv('x,y\n1,2\n', { split: { kind: 'column', column: 'part', span } })).toHaveLength(1)
    expect(await csv('x,y\n1,2\n', { split: { kind: 'shares', of: 'all', shares: {}, seed: 1, group: 'user', span } })).toHaveLength(1)
    const late = `${Array.from({ length: 30_000 }, () => '{"x":1}').join('\n')}\n{"x":2,"y":3}`
    const dataset = await open(folderOf({ 'a.jsonl': late }), { sources: [source('a.jsonl')] })
    expect(values(await collect(dataset), ({ masks }) => masks.y).filter((mask) => mask === 1)).toHaveLength(1)
  })

  it('MTL4006: a part without rows', async () => {
    const split = { kind: 'shares', of: 'all', shares: { validation: 0.01 }, seed: 1, span } as const
    expect(await csv('x,y\n1,2\n', { split })).toMatchInlineSnapshot(`
      [
        "MTL4006: no row of \`Test\` is in its validation part | give it a larger share in \`split\`, or a source of its own: \`source validation "…"\`",
      ]
    `)
    expect(await csv('x,y,p\n1,2,test\n', { split: { kind: 'column', column: 'p', span } })).toHaveLength(1)
    expect(await csv('x,y\nfive,2\n', { skipBadRows: true })).toHaveLength(1)
  })

  it('MTL4011: groups on two sides', async () => {
    const directory = folderOf({ 'a.csv': `x,y,user\n${users(10, 40)}`, 'b.csv': `x,y,user\n${users(38, 60)}`, 'c.csv': `x,y,user\n${users(60, 70)}9,9,\n`, 'd.csv': 'x,y\n1,1\n' })
    const split = { kind: 'shares', of: 'train', shares: { validation: 0.5 }, group: 'user', seed: 1, span } as const
    const held = async (test: string) => told(await findingsOf(directory, { sources: [source('a.csv', 'train'), source(test, 'test')], split }))
    expect((await held('b.csv')).map((text) => text.replace(/in (train|validation)/, 'in …'))).toMatchInlineSnapshot(`
      [
        "MTL4011: 2 groups of \`user\` are in more than one part: for one, "u38" is in … and test | take the rows of a group out of all sources but one, or read them as one source, without a part, and let the split divide it",
      ]
    `)
    expect(await held('c.csv')).toEqual([])
    // Without the column, a source does not tell groups.
    expect(await held('d.csv')).toEqual([])
    const apart = { ...split, of: 'all', shares: { validation: 0.2, test: 0.2 } } as const
    expect(await findingsOf(directory, { sources: [source('a.csv'), source('b.csv')], split: apart })).toEqual([])
  })

  it('MTL4007: a query that cannot be run', async () => {
    const directory = folderOf({ 'a.csv': 'x,y\n1,2\n' })
    const findings: string[] = []
    for (const text of ['selec 1', "select * from 'b.csv'", 'select 1; select 2', "copy (select 1) to 'x.csv'", "insert into keys values (1)"]) {
      findings.push(...told(await findingsOf(directory, { sources: [query(text)] })))
    }
    expect(findings.map((text) => text.split(' | ')[0])).toMatchInlineSnapshot(`
      [
        "MTL4007: this query cannot be run: Failed to extract statements: Parser Error: syntax error at or near "selec"",
        "MTL4007: this query cannot be run: No files found that match the pattern "b.csv"",
        "MTL4007: this query cannot be run: it is more than one statement",
        "MTL4007: this query cannot be run: syntax error at or near "select"",
        "MTL4007: this query cannot be run: syntax error at or near "into"",
      ]
    `)
  })
})

describe('findings about tables', () => {
  it('MTL4005: a column left out that is not there', async () => {
    expect(await inspect({ 'a.csv': 'identity,x\n1,2\n' }, ['identify'])).toMatchInlineSnapshot(`
      [
        "MTL4005: "a.csv" has no column \`identify\` | did you mean \`identity\`? Where a field and its column differ, write \`from "identity"\`",
      ]
    `)
    expect(await inspect({ 'a.csv': 'x,z\n1,2\n', 'b.csv': 'x\n2\n' }, [])).toHaveLength(1)
  })

  it('MTL4008: a column of lists or records', async () => {
    expect(await inspect({ 'a.jsonl': '{"x":1,"list":[1,2],"record":{"a":1}}' }, [])).toMatchInlineSnapshot(`
      [
        "MTL4008: the table cannot take \`list\` of "a.jsonl": it holds JSON | leave it out: \`table(except = [list])\`",
        "MTL4008: the table cannot take \`record\` of "a.jsonl": it holds JSON | leave it out: \`table(except = [record])\`",
      ]
    `)
  })

  it('MTL4009: a column of too many texts', async () => {
    const rows = Array.from({ length: 10_001 }, (_, index) => `name ${index},1`).join('\n')
    expect(await inspect({ 'a.csv': `name,x\n${rows}\n` }, [])).toMatchInlineSnapshot(`
      [
        "MTL4009: \`name\` of "a.csv" holds text with more than 10000 different values, too many for categories | if it names rows, leave it out: \`table(except = [name])\`",
      ]
    `)
    const many = Array.from({ length: 30_000 }, (_, index) => `name ${index},1`).join('\n')
    expect(await inspect({ 'a.csv': `name,x\n${many}\n` }, [])).toHaveLength(1)
  })

  it('MTL4010: nothing left', async () => {
    expect(await inspect({ 'a.csv': 'x,empty\n1,\n' }, ['x'])).toMatchInlineSnapshot(`
      [
        "MTL4010: the table has no columns: all those of "a.csv" are left out, are empty, or are read by other fields",
      ]
    `)
  })

  it('MTL4001, MTL4002: sources that cannot be read', async () => {
    expect(await inspect({ 'a.parquet': 'hello, world' }, [])).toEqual([expect.stringContaining('MTL4001')])
    expect(await inspect({ 'd.jsonl': '{"x":1,"y":1}\n{"x":\n' }, [])).toEqual([expect.stringContaining('MTL4001')])
    expect(await inspect({}, [], 'none.csv')).toEqual([expect.stringContaining('MTL4002')])
    expect(await inspect({ 'a.csv': '' }, [])).toEqual([expect.stringContaining('MTL4004')])
  })
})

describe('findings about rows', () => {
  it('MTL4101: an input that is missing', async () => {
    expect(await csv('x,y\n,1\n1,1\n,2\n,3\n,4\n,5\n,6\n')).toMatchInlineSnapshot(`
      [
        "MTL4101: "a.csv", row 1 and 5 more (3, 4, 5, 6, …), column \`x\`: there is no value, but the input \`x\` needs one | mend the rows, or leave them out by \`skip bad rows\`",
      ]
    `)
  })

  it('MTL4101: a weight, a group', async () => {
    expect(await csv('x,y,w\n1,1,\n', { weight: { column: 'w', span } })).toMatchInlineSnapshot(`
      [
        "MTL4101: "a.csv", row 1, column \`w\`: there is no value, but the sample weight needs one | mend the rows, or leave them out by \`skip bad rows\`",
      ]
    `)
    expect(await csv('x,y,g\n1,1,\n', { split: { kind: 'shares', of: 'all', shares: {}, seed: 1, group: 'g', span } })).toMatchInlineSnapshot(`
      [
        "MTL4101: "a.csv", row 1, column \`g\`: there is no value, but the group needs one | mend the rows, or leave them out by \`skip bad rows\`",
      ]
    `)
  })

  it('MTL4102: text where numbers belong', async () => {
    expect(await csv('x,y\n7x,1\n1,"very, very, very, very, very, very long"\n')).toMatchInlineSnapshot(`
      [
        "MTL4102: "a.csv", row 1, column \`x\`: "7x" is not a number | mend the rows, or leave them out by \`skip bad rows\`",
        "MTL4102: "a.csv", row 2, column \`y\`: "very, very, very, very, very, very long" is not a number | mend the rows, or leave them out by \`skip bad rows\`",
      ]
    `)
  })

  it('MTL4103: NaN and infinities', async () => {
    expect(await csv('x,y\nNaN,1\n1,-inf\n2,1e99\n')).toMatchInlineSnapshot(`
      [
        "MTL4103: "a.csv", row 1, column \`x\`: "NaN" is not a finite number | mend the rows, or leave them out by \`skip bad rows\`; a value that is not known is left empty",
        "MTL4103: "a.csv", row 2 and 1 more (3), column \`y\`: "-inf" is not a finite number | mend the rows, or leave them out by \`skip bad rows\`; a value that is not known is left empty",
      ]
    `)
  })

  it('MTL4103: NaN in JSON, where some programs write it', async () => {
    const directory = folderOf({ 'a.jsonl': '{"x": NaN, "y": 1}\n{"x": 1, "y": -Infinity}\n' })
    expect(told(await findingsOf(directory, { sources: [source('a.jsonl')] })).map((text) => text.split(' | ')[0])).toMatchInlineSnapshot(`
      [
        "MTL4103: "a.jsonl", row 1, column \`x\`: "NaN" is not a finite number",
        "MTL4103: "a.jsonl", row 2, column \`y\`: "-Infinity" is not a finite number",
      ]
    `)
  })

  it('MTL4104: a label that is none', async () => {
    expect(await csv('x,y\n1,10\n2,-1\n3,2.5\n', { targets: [digit('y')] })).toMatchInlineSnapshot(`
      [
        "MTL4104: "a.csv", row 1 and 2 more (2, 3), column \`y\`: "10" is not a label of label<10> (0 to 9) | correct the labels in the type, or mend the rows, or leave them out by \`skip bad rows\`",
      ]
    `)
    expect(await csv('x,y\n1,Cat\n', { targets: [label('y', 'cat', 'dog')] })).toMatchInlineSnapshot(`
      [
        "MTL4104: "a.csv", row 1, column \`y\`: "Cat" is not a label of label<"cat", "dog"> | correct the labels in the type, or mend the rows, or leave them out by \`skip bad rows\`",
      ]
    `)
  })

  it('MTL4105: a vector of another length', async () => {
    const inputs = [field('x', { kind: 'vector', size: 2 })]
    expect(await csv('x,y\n"[1,2,3]",1\n5,1\n"[1,[2]]",1\n"[1,null]",1\n', { inputs })).toMatchInlineSnapshot(`
      [
        "MTL4105: "a.csv", row 1 and 1 more (2), column \`x\`: 3 values, and 2 are needed for vector[2] | mend the rows, or leave them out by \`skip bad rows\`",
        "MTL4102: "a.csv", row 3 and 1 more (4), column \`x\`: a list of 1 is not a number | mend the rows, or leave them out by \`skip bad rows\`",
      ]
    `)
  })

  it('MTL4106, MTL4107, MTL4108: images', async () => {
    const png = await sharp({ create: { width: 3, height: 2, channels: 3, background: 'red' } }).png().toBuffer()
    const directory = folderOf({
      'a.jsonl': [[1, 2, 3, 4], [1, 2, 3], [1, 2, 3, 256], [1, 2, 3, 0.5], 7, 'red.png', 'text.png', 'none.png', 'cut.png']
        .map((value) => JSON.stringify({ image: value, y: 1 }))
        .join('\n'),
      'red.png': png,
      'text.png': 'hello',
      'cut.png': png.subarray(0, png.length - 30),
    })
    const findings = told(await findingsOf(directory, { sources: [source('a.jsonl')], inputs: [image('image', 1, 2, 2)] }))
    expect(findings.map((text) => text.split(' | ')[0])).toMatchInlineSnapshot(`
      [
        "MTL4107: "a.jsonl", row 2 and 1 more (6), column \`image\`: this image is a list of 3 pixels, but the field is image[1, 2, 2], 4 pixels",
        "MTL4106: "a.jsonl", row 3 and 4 more (4, 5, 7, 9), column \`image\`: a list of 4 cannot be read as image[1, 2, 2]",
        "MTL4108: "a.jsonl", row 8, column \`image\`: there is no image file "none.png"",
      ]
    `)
  })

  it('MTL4109: a negative weight', async () => {
    expect(await csv('x,y,w\n1,1,-0.5\n', { weight: { column: 'w', span } })).toMatchInlineSnapshot(`
      [
        "MTL4109: "a.csv", row 1, column \`w\`: "-0.5" cannot weigh a sample: the sample weight takes numbers from 0 on | mend the rows, or leave them out by \`skip bad rows\`",
      ]
    `)
  })

  it('MTL4110: a part that is none', async () => {
    expect(await csv('x,y,p\n1,1,training\n2,1,\n', { split: { kind: 'column', column: 'p', span } })).toMatchInlineSnapshot(`
      [
        "MTL4110: "a.csv", row 1 and 1 more (2), column \`p\`: "training" is no part of a data set | the column that splits the data holds \`train\`, \`validation\` (or \`valid\`, \`val\`, \`dev\`) or \`test\` in every row",
      ]
    `)
  })

  it('MTL4111 and MTL4112: no text, and tags that are not one for each of its tokens', async () => {
    const words = field('words', { kind: 'text', max: 4, vocabulary: 9 })
    const tags = field('tags', { kind: 'tags', labels: ['A', 'B'], numeric: false, over: 'words', max: 4 })
    const rows = [{ words: ['a', ['b']], tags: 'A' }, { words: 'a b', tags: 'A' }, { words: ['a b', 'c'], tags: ['A', 'B', 'A'] }, { words: 'a', tags: 3 }, { words: 'a', tags: 'C' }, { words: 'a', tags: null }]
    const directory = folderOf({ 'a.jsonl': rows.map((row) => `${JSON.stringify(row)}\n`).join('') })
    expect(told(await findingsOf(directory, { sources: [source('a.jsonl')], inputs: [words], targets: [tags] }))).toMatchInlineSnapshot(`
      [
        "MTL4111: "a.jsonl", row 1, column \`words\`: a list of 2 is no text for text(max = 4, vocab = 9) | a text is a string, or a list of its words; mend the rows, or leave them out by \`skip bad rows\`",
        "MTL4112: "a.jsonl", row 2 and 1 more (3), column \`tags\`: 1 tag for the 2 tokens of \`words\` | tags are a list, or a text of tags with spaces between, one for each token of the text: what white space parts, or the items where it is a list; mend the rows, or leave them out by \`skip bad rows\`",
        "MTL4104: "a.jsonl", row 4 and 1 more (5), column \`tags\`: "3" is not a label of tags<"A", "B"> | correct the labels in the type, or mend the rows, or leave them out by \`skip bad rows\`",
      ]
    `)
  })

  it('come one for each kind, file and column, whatever the number of rows', async () => {
    const bad = Array.from({ length: 5000 }, (_, index) => `a${index},b${index}`).join('\n')
    const directory = folderOf({ 'a.csv': `x,y\n${bad}\n`, 'b.csv': `x,y\n${bad}\n` })
    const findings = await findingsOf(directory, { sources: [source('*.csv')] })
    expect(findings).toHaveLength(4)
    expect(findings[0]?.message).toContain('row 1 and 4999 more (2, 3, 4, 5, …)')
  })
})

const cells = (type: TargetType, ...rows: readonly string[]) =>
  findingsOf(folderOf({ 'a.jsonl': rows.map((value) => `{"x":1,"y":${value}}\n`).join(''), 'text.png': 'hello' }), { sources: [source('a.jsonl')], targets: [field('y', type)] }).then(told)

describe('findings about targets of more than one value', () => {
  it('MTL4104: a label that is none, in a list or a mask', async () => {
    const labels = await cells({ kind: 'labels', labels: ['a', 'b'], numeric: false }, '["a","c"]', '"a;d"', '7')
    const mask = await cells({ kind: 'mask', labels: ['0', '1'], numeric: true, height: 1, width: 2 }, '[0,2]')
    expect([...labels, ...mask].map((line) => line.replace(/ \|.*/, ''))).toEqual([
      'MTL4104: "a.jsonl", row 1 and 2 more (2, 3), column `y`: "c" is not a label of labels<"a", "b">',
      'MTL4104: "a.jsonl", row 1, column `y`: 2 is not a label of mask<2>[1, 2]',
    ])
  })

  it('MTL4121: no mask', async () => {
    const mask = { kind: 'mask', labels: ['0', '1'], numeric: true, height: 1, width: 2 } as const
    const found = [...(await cells(mask, '"text.png"')), ...(await cells(mask, '[0.5,1]')), ...(await cells(mask, '7'))]
    expect(found.map((line) => line.replace(/ \|.*/, ''))).toEqual([
      'MTL4121: "a.jsonl", row 1, column `y`: "text.png" (it is no PNG) cannot be read as mask<2>[1, 2]',
      'MTL4121: "a.jsonl", row 1, column `y`: a list of 2 cannot be read as mask<2>[1, 2]',
      'MTL4121: "a.jsonl", row 1, column `y`: 7 cannot be read as mask<2>[1, 2]',
    ])
    const sizes = [...(await cells(mask, '[0,1,1]')), ...(await cells(mask, '"none.png"'))]
    expect(sizes.map((line) => line.slice(0, 7))).toEqual(['MTL4107', 'MTL4108'])
  })

  it('MTL4122: a point in pixels, or none at all', async () => {
    const points = { kind: 'keypoints', labels: ['0', '1'], numeric: true } as const
    expect(await cells(points, '[0.5,0.5,31,17]')).toMatchInlineSnapshot(`
      [
        "MTL4122: "a.jsonl", row 1, column \`y\`: 31 is no place in the image: coordinates of keypoints<2> are shares of its width and height, from 0 to 1 | divide pixels by the image’s width and height; a point that is not in the image is null, and a box ends where the image does; mend the rows, or leave them out by \`skip bad rows\`",
      ]
    `)
    const others = [...(await cells(points, '[0.5,0.5,0.5]')), ...(await cells(points, '"0.5 0.5"')), ...(await cells(points, '[0.5,0.5,"left",0.1]')), ...(await cells(points, '[0.5,0.5,"NaN",0.1]'))]
    expect(others.map((line) => line.slice(0, 7))).toEqual(['MTL4105', 'MTL4105', 'MTL4102', 'MTL4103'])
  })

  it.each<[TargetType, string, string]>([
    [{ kind: 'vector', size: 3 }, '[1,2]', '2 values, and 3 are needed for vector[3]'],
    [{ kind: 'vector', size: 3 }, '"1 2 3"', '"1 2 3" is not a list of numbers for vector[3]'],
    [{ kind: 'labels', labels: ['a', 'b', 'c'], numeric: false }, '[true]', '1 value, and a label or 3 flags are needed for labels<"a", "b", "c">'],
    [{ kind: 'keypoints', labels: ['0', '1'], numeric: true }, '[[0.1,0.2]]', '1 point, and 2 are needed for keypoints<2>'],
    [{ kind: 'keypoints', labels: ['0', '1'], numeric: true }, '[[0.1],[0.1,0.2]]', '1 value, and 2 or 3 are needed for keypoints<2>'],
    [{ kind: 'keypoints', labels: ['0', '1'], numeric: true }, '[0.1,0.2,0.3]', '3 values, and 4 or 6 are needed for keypoints<2>'],
  ])('MTL4105: a list of another length, by how many it has and should have (%j, %s)', async (type, cell, message) => {
    expect((await cells(type, cell)).map((line) => line.replace(/ \|.*/, ''))).toEqual([`MTL4105: "a.jsonl", row 1, column \`y\`: ${message}`])
  })

  it('MTL4123: a box by its width and height; MTL4124: too many', async () => {
    const boxes = { kind: 'boxes', labels: ['car'], numeric: false, max: 1 } as const
    expect([...(await cells(boxes, '[["car",0.5,0.5,0.25,0.25]]')), ...(await cells(boxes, '[["car",0,0,1,1],["car",0,0,1,1]]'))]).toMatchInlineSnapshot(`
      [
        "MTL4123: "a.jsonl", row 1, column \`y\`: [0.5, 0.5, 0.25, 0.25] is not a box of boxes<"car">(max = 1) | a cell is a list of \`{ "label": …, "box": [left, top, right, bottom] }\` or \`[label, left, top, right, bottom]\`, with left < right and top < bottom; mend the rows, or leave them out by \`skip bad rows\`",
        "MTL4124: "a.jsonl", row 1, column \`y\`: there are 2 boxes, more than boxes<"car">(max = 1) takes | let the type take more, as in \`boxes<…>(max = 200)\`, or mend the rows, or leave them out by \`skip bad rows\`",
      ]
    `)
  })
})

describe('skip bad rows', () => {
  it('leaves them out and says how many', async () => {
    const directory = folderOf({ 'a.csv': 'x,y\n1,1\n,2\n3,three\n4,4\n5\n6,6,6\nNaN,7\n', 'b.jsonl': '{"x":1,"y":1}\nhello\n{"x":8,"y":8}\n' })
    const dataset = await open(directory, { sources: [source('a.csv')], skipBadRows: true })
    expect(values(await collect(dataset), ({ inputs }) => inputs.x).toSorted()).toEqual([1, 4])
    expect(dataset.skipped).toBe(5)
    const lines = await open(directory, { sources: [source('b.jsonl')], skipBadRows: true })
    expect(values(await collect(lines), ({ inputs }) => inputs.x).toSorted()).toEqual([1, 8])
    expect(lines.skipped).toBe(1)
  })
})

describe('a cache folder that cannot be written', () => {
  it('MTL6003', async () => {
    const directory = folderOf({ 'a.csv': 'x,y\n1,2\n', blocked: '' })
    mkdirSync(join(directory, 'free'))
    const described = describeData({ sources: [source('a.csv')], inputs: [number('x')] })
    await expect(openDataset(described, { directory, cache: join(directory, 'blocked') })).rejects.toMatchObject({ diagnostics: [{ code: 'MTL6003' }] })
    const dataset = await openDataset(described, { directory, cache: join(directory, 'free') })
    await dataset.close()
  })
})

describe('the catalogue of data', () => {
  it('has no code that nothing here raises', () => {
    const own = Object.values(kinds).flatMap((kind) => ('code' in kind ? [kind.code] : []))
    expect([...raised].toSorted()).toEqual(own.toSorted())
  })
})
