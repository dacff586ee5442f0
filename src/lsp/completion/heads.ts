/** Words that go on with a statement (`on`, `by`, `from`), and the names that some of its words are followed by. */
import { CompletionItemKind } from 'vscode-languageserver/node'
import type { Named } from '../../check/module.js'
import { namedType, dataAround, fieldsOf, statementBefore } from './around.js'
import { isGroup, isToken } from './groups.js'
import { keyword, type Asked, type Offer, type Provider } from './offer.js'
import { begun, wordOf, type Frame } from './place.js'
import { globalsOf } from './scope.js'

/** The words before the cursor, with `…` for anything else: a number, a string, brackets. */
const shapeOf = (frame: Frame): string =>
  frame.before.map((part) => (isToken(part) ? (wordOf(part) ?? (/^[=:]$/.test(part.image) ? part.image : '…')) : isGroup(part) ? '()' : '…')).join(' ')

const parts = ['train', 'validation', 'test'] as const

export const heads: Provider = (asked) => {
  const { frame, number, string } = asked.place
  if (string !== undefined || (number !== undefined && !number.spaced)) return []
  const shape = shapeOf(frame)
  if (frame.kind === 'file') return file(shape, asked)
  if (frame.kind === 'data') return data(shape, asked)
  if (frame.kind === 'model') return model(shape, asked)
  if (frame.kind === 'task' || frame.kind === 'train' || frame.kind === 'compress') return others(shape, frame)
  return []
}

const named = ({ module }: Asked, kind: Named['kind']): readonly Offer[] =>
  globalsOf(module).flatMap(({ name, declaration }) =>
    declaration.kind === kind ? [{ label: name, kind: CompletionItemKind.Struct, detail: kind, ...('doc' in declaration && declaration.doc !== undefined ? { doc: declaration.doc } : {}) }] : [],
  )

function file(shape: string, asked: Asked): readonly Offer[] {
  if (/^model \w+$/.test(shape)) return [keyword('on', 'The data set that the model reads.', { text: 'on ' })]
  if (/^model \w+ on$/.test(shape)) return named(asked, 'data')
  if (/^(train|compress)$/.test(shape)) return named(asked, 'model')
  if (/^import \(\)$/.test(shape)) return [keyword('from', undefined, { text: 'from "$1"', isSnippet: true })]
  if (/^(extern )?block \w+ \(\)( \(\))? … /.test(`${shape} `)) return [keyword('where', 'What must hold for the block to be applied.')]
  return []
}

const words = (...list: readonly string[]): readonly Offer[] => list.map((word) => keyword(word))
const fieldNames = (list: readonly string[], kind: string): readonly Offer[] => list.map((label) => ({ label, kind: CompletionItemKind.Field, detail: kind }))

function data(shape: string, asked: Asked): readonly Offer[] {
  const { frame } = asked.place
  if (shape === 'source') return [...words(...parts), keyword('sql', 'The rows of one query that only reads.', { text: 'sql "$1"', isSnippet: true }), quotes()]
  if (/^source \w+$/.test(shape)) return [quotes()]
  const statement = wordOf(statementBefore(frame)[0])
  if (shape === 'split' || (shape === '' && statement === 'split')) {
    const there = new Set(statementBefore(frame).map(wordOf))
    const shares = parts.filter((part) => !there.has(part)).map((part): Offer => keyword(part, undefined, { text: `${part} \${1:10%}`, isSnippet: true }))
    return [
      ...shares,
      ...(there.has('by') ? [] : [keyword('by', 'The part by a column, or groups that stay together.', { text: 'by ' })]),
      ...(there.has('seed') ? [] : [keyword('seed', 'Which rows go where, by chance.', { text: 'seed ${1:1}', isSnippet: true })]),
    ]
  }
  if (/(^| )by$/.test(shape)) return [keyword('column', 'A column that says each row’s part.'), keyword('group', 'Rows with one value stay in one part.')]
  if (/^(split )?(train|validation|test) …$/.test(shape)) return [keyword('of', 'The part that is divided.', { text: 'of ' })]
  if (shape.endsWith(' of')) return words(...parts)
  if (shape === 'normalize') return fieldNames(inputs(asked), 'input')
  if (shape === 'augment') return fieldNames(inputs(asked, 'image'), 'image')
  if (/^normalize \w+$/.test(shape)) {
    return [keyword('auto', 'Measured on the training part.'), keyword('mean', undefined, { text: 'mean ${1:0.5}, std ${2:0.25}', isSnippet: true })]
  }
  if (shape === 'skip') return words('bad rows')
  if (shape === 'skip bad') return words('rows')
  if (/^(input|target) \w+ : \w+( \(\))*$/.test(shape)) return [keyword('from', 'The column, where it has another name.', { text: 'from "$1"', isSnippet: true })]
  return []
}

const quotes = (): Offer => ({ label: '"…"', kind: CompletionItemKind.File, text: '"$1"', isSnippet: true })

/** Inputs of the data set around the cursor, told from its tokens, of one kind of field or of all. */
function inputs({ place: { frame }, module }: Asked, kind?: string): readonly string[] {
  return frame.items.flatMap(({ parts: [first, name, , type] }) => {
    if (wordOf(first) !== 'input') return []
    const written = wordOf(type)
    const symbol = written === undefined ? undefined : module.symbols.get(written)
    const found = symbol?.declaration.kind === 'type' ? namedType(symbol.declaration.type, symbol.module)?.name.text : written
    return kind === undefined || found === kind ? [wordOf(name) ?? ''] : []
  })
}

function model(shape: string, asked: Asked): readonly Offer[] {
  const { frame, frames } = asked.place
  const found = dataAround(frames, asked.module)
  const targets = found === undefined ? [] : fieldsOf(found.declaration, 'target').map(({ name }) => name.text)
  const tasks = frame.items.flatMap(({ parts: [first, name] }, index) => (wordOf(first) === 'task' && index !== frame.index ? [wordOf(name) ?? ''] : []))
  if (shape === 'task') return fieldNames(targets.filter((target) => !tasks.includes(target)), 'target')
  if (/^task \w+$/.test(shape)) {
    return [
      { label: '= …', kind: CompletionItemKind.Operator, detail: 'what the task predicts', text: '= ' },
      { label: '{ … }', kind: CompletionItemKind.Operator, detail: 'with a loss, a weight, metrics', text: '{\n\tpredict $0\n}', isSnippet: true },
    ]
  }
  if (/^share \w+( \(\))? \w+$/.test(shape)) {
    return [{ label: '= …', kind: CompletionItemKind.Operator, detail: 'what is shared', text: '= ' }, keyword('for', 'The tasks that read it.', { text: 'for ' })]
  }
  const statement = wordOf(statementBefore(frame)[0])
  if (shape.endsWith(' for') || (shape === '' && statement === 'share' && statementBefore(frame).some((part) => wordOf(part) === 'for'))) {
    return fieldNames(targets.length > 0 ? targets : tasks, 'task')
  }
  return selection(shape)
}

/** `select tasks by …` */
const selection = (shape: string): readonly Offer[] => (shape === 'select' ? words('tasks by') : shape === 'select tasks' ? words('by') : [])

function others(shape: string, frame: Frame): readonly Offer[] {
  if (frame.kind === 'train' && shape.startsWith('select')) return selection(shape)
  if (frame.kind === 'train' && /^init( \(\))?$/.test(shape)) return [keyword('from', 'A file with weights.', { text: 'from "$1"', isSnippet: true })]
  if (frame.kind === 'compress' && /^distill( \(\))?$/.test(shape)) return [keyword('from', 'The teacher.', { text: 'from ' })]
  if (frame.kind === 'compress' && /^distill( \(\))? from$/.test(shape)) return [keyword('dense', 'The model before compression.')]
  // `stop none`
  return frame.kind === 'train' && shape === 'stop' && !begun(frame).has('stop') ? [keyword('none', 'Trains all epochs.', { rank: 2 })] : []
}
