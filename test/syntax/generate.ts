/**
 * Files of the language at random, for property tests: every construct, with names that are words of the language elsewhere,
 * lines broken wherever they may be, and brackets that are not needed. What is made can be read, but need not make sense.
 */
import fc from 'fast-check'
import { lex } from '../../src/syntax/lexer.js'
import { closers, Newline, openers, start, end } from '../../src/syntax/tokens.js'

type Text = fc.Arbitrary<string>

const one = (...texts: readonly string[]): Text => fc.constantFrom(...texts)
/** The parts one after the other; plain strings as they are. */
const seq = (...parts: readonly (Text | string)[]): Text =>
  fc.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part))).map((texts) => texts.join(''))
const maybe = (text: Text): Text => fc.oneof({ weight: 2, arbitrary: fc.constant('') }, text)
const many = (text: Text, separator: Text | string, minLength = 0, maxLength = 3): Text =>
  fc.array(fc.tuple(text, typeof separator === 'string' ? fc.constant(separator) : separator), { minLength, maxLength }).map((items) =>
    items.map(([item, between], index) => (index === items.length - 1 ? item : item + between)).join(''))

/** Space within a line. */
const space = one(' ', ' ', ' ', '  ', '\t')
/** Space where a line may end. */
const gap = one(' ', ' ', ' ', ' ', '', '\n', '\n      ')
const comma = seq(one(',', ' ,', ','), one(' ', ' ', '', '\n', '\n    '))
const after = one(' ', ' ', ' ', '\n    ')
const separator = one('\n', '\n  ', '\n\n', '\n\n\n  ', ', ', ', ', ',\n')

const name = fc.oneof(
  { weight: 4, arbitrary: one('x', 'y', 'C', 'H', 'stride', 'trunk', 'Dense', 'relu') },
  one('weight', 'loss', 'source', 'train', 'where', 'dense', 'of', 'seed', 'param', 'select', 'for', 'a_rather_long_name_of_a_value', 'k1'),
)
const number = one('1', '0', '42', '0.5', '1e-3', '28', '3.25E+2')
const quantity = one('60 KB', '10%', '1 ms', '2 epochs', '0.5 pt', '120k', '5  MiB', '33.3%')
const string = one('"a"', '"some text"', String.raw`"a \"quoted\" one"`, '"// no comment"', '"é → {"', '"select a, b from c where d is not null and e is"')

type Grammar = Readonly<Record<'expression' | 'operators' | 'arithmetic' | 'unary' | 'postfix' | 'body' | 'type' | 'list', string>>

const arithmeticOperator = one('+', '-', '*', '/')
const trailing = one('', '', '', ',')

/** All of a declaration's expressions and types share one depth, so that files stay short. */
const nested = { depthIdentifier: fc.createDepthIdentifier(), maxDepth: 5, depthSize: 'small', withCrossShrink: true } as const

const grammar = fc.letrec((tie: fc.LetrecTypedTie<Grammar>) => ({
  list: seq('(', one('', '\n'), many(fc.oneof(tie('expression'), seq(name, gap, '=', gap, tie('expression'))), comma, 0, 4), one('', '\n'), ')'),
  postfix: fc.oneof(
    nested,
    name, name, number, quantity, string, one('true', 'false'),
    seq('(', gap, tie('expression'), gap, ')'),
    seq(name, tie('list')),
    seq(name, tie('list'), tie('list')),
    seq(name, '.', name),
    seq(tie('postfix'), '.', name),
    seq(name, '[', gap, tie('expression'), gap, ']'),
    seq('[', one('', '\n'), many(tie('expression'), comma, 0, 5), one('', '\n'), ']'),
    seq('[', one('1', '2'), ', ', many(number, comma, 1, 60), ']'),
    seq('[', gap, tie('expression'), after, 'for', space, name, ' in ', tie('arithmetic'), maybe(seq('..', tie('arithmetic'))), gap, ']'),
    seq('{', one('', ' ', '\n'), many(fc.oneof(name, seq(name, space, '=', after, tie('expression'))), separator, 0, 3), one('', ' ', '\n'), '}'),
    seq('if ', tie('operators'), space, tie('body'), maybe(seq(one(' ', '\n'), 'else if ', tie('operators'), ' ', tie('body'))), maybe(seq(one(' ', '\n'), 'else', space, tie('body')))),
    seq('repeat(', gap, tie('expression'), gap, ')', space, tie('postfix')),
  ),
  unary: fc.oneof({ weight: 5, arbitrary: tie('postfix') }, seq(one('-', '!', '- -', '!!'), tie('postfix'))),
  arithmetic: fc.oneof(nested, { weight: 3, arbitrary: tie('unary') },
    seq(tie('unary'), space, arithmeticOperator, after, tie('unary')),
    seq(tie('unary'), ' % ', tie('postfix')),
    seq(tie('unary'), space, arithmeticOperator, after, tie('unary'), ' ', arithmeticOperator, after, tie('unary'))),
  operators: fc.oneof(nested, { weight: 3, arbitrary: tie('arithmetic') },
    seq(tie('arithmetic'), space, one('==', '!=', '<=', '>', '&&', '||'), after, tie('arithmetic')),
    seq(tie('arithmetic'), ' ', one('<', '&&', '||'), after, tie('arithmetic'), ' ', one('>=', '&&', '||'), after, tie('arithmetic'))),
  expression: fc.oneof(nested, { weight: 3, arbitrary: tie('operators') },
    seq(tie('operators'), one(' ', '\n  '), '|> ', tie('unary')),
    seq(name, fc.array(seq(one(' ', ' ', '\n  '), '|>', after, tie('unary')), { minLength: 2, maxLength: 6 }).map((stages) => stages.join('')))),
  body: seq('{', one(' ', '', '\n'),
    fc.tuple(
      fc.array(seq(fc.oneof(
        seq('let ', name, space, '=', after, tie('expression')),
        seq('param ', one('scale', 'x'), gap.map((text) => text.replaceAll('\n', '')), ': ', tie('type'), maybe(seq(' = ', tie('expression')))),
      ), one('\n', '\n  ', '\n\n\n', ', ')), { maxLength: 2 }).map((lines) => lines.join('')),
      tie('expression'),
    ).map((parts) => parts.join('')),
    one(' ', '\n'), '}'),
  type: fc.oneof(nested,
    { weight: 3, arbitrary: one('int', 'f32[]', 'number', 'label<10>', 'Digit', 'f32[...S, D]') },
    seq('f32[', one('', '\n'), many(fc.oneof(tie('expression'), seq('...', name)), comma, 0, 4), trailing, one('', '\n'), ']').filter((text) => !/\[\s*,/.test(text)),
    seq(one('label', 'mask'), '<', many(fc.oneof(string, number, seq(name, maybe(seq(' * ', name, maybe(tie('list')))), maybe(seq(' + (', tie('operators'), ')')))), seq(',', after), 1, 7), '>', maybe(seq('[', tie('expression'), ']'))),
    seq('text', tie('list')),
    seq('[', gap, tie('type'), gap, ']'),
    seq('{', one(' ', '\n'), many(seq(name, one(':', ' : '), tie('type')), separator, 1, 3), one(' ', '\n'), '}')),
}))

export const expression: Text = grammar.expression
export const type: Text = grammar.type

/** `{ item, item }` as statements and settings are written. */
const block = (item: Text, maxLength = 5): Text => seq('{', one(' ', '\n', '\n  ', '\n\n'), many(item, separator, 0, maxLength), one('\n', ' ', '\n\n'), '}')

const method = seq(one('adam', 'cosine', 'uncertainty', 'hard', 'mmoe', 'cross_entropy'), maybe(grammar.list))
const parameters = seq('(', one('', '\n'), many(seq(name, ': ', type, maybe(seq(one('=', ' = '), expression))), comma, 0, 5), one('', '\n'), ')')
const signature = seq(name, maybe(parameters), parameters, maybe(seq(one(' ', '\n  '), '-> ', type)), maybe(seq(' where ', many(grammar.operators, comma, 1, 3))))
const select = seq('select tasks by ', method)
const ratio = one('80%', '10%', '5%')
const column = fc.oneof(name, string)

const source = seq('source ', one('', 'train ', 'test  ', 'sql '), string)
const split = seq('split ', many(fc.oneof(seq(one('train', 'validation', 'test'), ' ', ratio, maybe(seq(space, 'of ', name))), seq('by ', one('column ', 'group '), column), one('seed 7', 'seed (7)')), seq(',', one(' ', '\n      ')), 1, 4))
  .filter((text) => text.split('seed').length < 3 && text.split(' by ').length < 3)
const dataSetting = fc.oneof(
  source, split,
  seq(one('input ', 'target ', 'input   '), name, one(':', ' : ', ': '), type, maybe(seq(' from ', string))),
  seq('weight ', column),
  seq('normalize ', name, ' ', fc.oneof(one('auto'), seq('mean ', number, maybe(seq(comma, 'std ', expression))), seq('std ', number, ', mean ', number))),
  seq('augment ', name, ' ', block(seq(one('flip', 'shift', 'rotate'), maybe(seq(' ', grammar.unary)), maybe(seq(' ', grammar.unary))), 3)),
  one('skip bad rows', 'skip  bad  rows'),
)
const task = fc.oneof(
  seq('task ', name, space, '=', after, expression),
  seq('task ', name, ' {', one(' ', '\n'),
    fc.tuple(seq('predict ', expression), seq('loss ', method), seq('weight ', number), seq('metric ', many(one('accuracy', 'macro_f1', 'top(k = 5)'), comma, 1, 3)), one('metric mae', 'metric rmse'))
      .chain((settings) => fc.tuple(fc.shuffledSubarray(settings), separator)).map(([settings, between]) => settings.join(between)), one('\n', ' '), '}'),
)
const modelStatement = fc.oneof(
  seq('let ', name, ' = ', expression),
  seq('share ', method, ' ', name, maybe(seq(' for ', many(name, ', ', 1, 3))), ' =', after, expression),
  { weight: 3, arbitrary: task },
  select,
)
const weightPath = one('trunk.stem', 'trunk.stage1.0.1.conv', 'trunk . stage . 0 . 1', 'trunk.0', 'left')
const trainSetting = fc.oneof(
  seq(one('epochs', 'batch', 'seed', 'accumulate'), ' ', fc.oneof(number, grammar.arithmetic)),
  seq(one('optimizer', 'schedule', 'balance', 'clip', 'average', 'stop'), space, method),
  seq(one('rate', 'decay'), space, fc.oneof(number, grammar.arithmetic), ' for ', many(weightPath, comma, 1, 3)),
  seq('freeze', space, many(weightPath, comma, 1, 3)),
  seq('init', maybe(grammar.list), ' from ', string, maybe(seq(' ', block(seq(weightPath, ' from ', string))))),
  select,
)
const bound = fc.oneof(
  quantity, grammar.arithmetic,
  seq(one('dense', 'single'), maybe(seq(one(' - ', ' + ', '-'), quantity))),
  seq(ratio, ' of dense'), one('(dense) * 2', '(dense).x', '(single + 1)'),
)
const budgetLine = seq(fc.oneof(one('size', 'params', 'macs', 'memory'), seq('latency', grammar.list), seq(name, '.', name), seq(name, ' . ', name)), space, one('<=', '>='), gap.map((text) => text.replaceAll('\n', '')), bound)
const compressSetting = fc.oneof(
  seq('for ', string),
  seq(one('prune ', 'quantize ', 'factorize '), one('channels', 'heads', 'int8', 'svd'), maybe(grammar.list)),
  seq('cluster', grammar.list),
  seq('distill', maybe(grammar.list), ' from ', fc.oneof(one('dense'), string)),
  seq(one('keep ', 'keep  '), weightPath),
  seq('budget ', block(budgetLine)),
)

export const declaration: Text = fc.oneof(
  seq('import {', one(' ', '\n'), many(fc.oneof(name, seq(name, ' as ', name)), separator, 0, 4), one(' ', '\n'), '} from ', string),
  seq('const ', name, ' =', after, expression),
  seq('type ', name, one('=', ' = '), type),
  { weight: 2, arbitrary: seq('block ', signature, space, grammar.body) },
  seq('extern block ', signature),
  { weight: 2, arbitrary: seq('data ', name, space, block(dataSetting)) },
  { weight: 2, arbitrary: seq('model ', name, ' on ', name, space, block(modelStatement)) },
  seq('train ', name, ' ', block(trainSetting)),
  { weight: 2, arbitrary: seq('compress ', name, ' ', block(compressSetting)) },
)

/** A file; nearly all can be read, and those that cannot are told by `parse`. */
export const file: Text = fc.array(seq(declaration, one('\n', '\n\n', '\n\n\n')), { maxLength: 4 }).map((declarations) => declarations.join(''))

// ── comments ──

/** Where a comment goes, as a share of all places between tokens, and how it is written. */
export type Sprinkle = readonly { readonly at: number; readonly form: 'line' | 'own' | 'doc' | 'block' | 'tall' | 'starred' }[]

export const sprinkle: fc.Arbitrary<Sprinkle> = fc.array(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), form: fc.constantFrom('line', 'own', 'doc', 'block', 'tall', 'starred') }),
  { minLength: 1, maxLength: 8 },
)

/** Writes numbered comments between the tokens of a file that can be read; where a comment would end a line that must not end, a block comment. */
export function comment(text: string, sprinkled: Sprinkle): string {
  const tokens = lex(text, 'test.mtl').tokens.filter((token) => token.tokenType !== Newline)
  const places = [0, ...tokens.map(end)]
  const free: boolean[] = [true]
  const open: boolean[] = []
  for (const [index, token] of tokens.entries()) {
    if (closers.has(token.tokenType)) open.push(token.image !== '{')
    else if (openers.has(token.tokenType)) open.pop()
    const next = tokens[index + 1]
    free.push(open.at(-1) === true || text.slice(end(token), next === undefined ? text.length : start(next)).includes('\n') || next === undefined)
  }
  const inserted = sprinkled.map(({ at, form }, index) => {
    const place = Math.floor(at * places.length)
    const ends = form === 'line' || form === 'own' || form === 'doc'
    const written = ends && free[place] !== true ? 'block' : form
    return { offset: places[place] ?? 0, text: forms[written](index) }
  })
  return inserted.toSorted((a, b) => b.offset - a.offset).reduce((all, { offset, text: piece }) => all.slice(0, offset) + piece + all.slice(offset), text)
}

const forms: Readonly<Record<Sprinkle[number]['form'], (index: number) => string>> = {
  line: (index) => ` // c${index}\n`,
  own: (index) => `\n  // c${index}  \n`,
  doc: (index) => `\n/// c${index}\n`,
  block: (index) => ` /* c${index} */ `,
  tall: (index) => ` /* c${index}\n   tall */ `,
  starred: (index) => `\n/**\n   * c${index}\n */\n`.replace(/^\n|\n$/g, ' '),
}
