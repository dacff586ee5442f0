/** What each word is, for colours: by the token, and by what the syntax tree makes of it. */
import { SemanticTokensBuilder, type SemanticTokens, type SemanticTokensLegend } from 'vscode-languageserver/node'
import { tokenMatcher } from 'chevrotain'
import type * as ast from '../../syntax/ast.js'
import { lex } from '../../syntax/lexer.js'
import { end, keywords, Numeral, Quantity, start, Text } from '../../syntax/tokens.js'
import type { Span } from '../../diagnostics/diagnostic.js'
import type { Snapshot } from '../snapshot.js'

const types = [
  'keyword', 'class', 'function', 'parameter', 'variable', 'property', 'type', 'typeParameter', 'enumMember', 'number', 'string', 'comment',
] as const
type TokenType = (typeof types)[number]

export const legend: SemanticTokensLegend = { tokenTypes: [...types], tokenModifiers: ['declaration', 'documentation'] }

interface Marked {
  readonly type: TokenType
  readonly declares?: boolean
}

export function semanticTokens(snapshot: Snapshot, range: { readonly start: number; readonly end: number } = { start: 0, end: snapshot.text.length }): SemanticTokens {
  const { document, parsed, text, path } = snapshot
  const marks = new Map<number, Marked>()
  const walk = new Walk(marks)
  for (const declaration of parsed.file.declarations) {
    if (declaration.span.start <= range.end && range.start <= declaration.span.end) walk.declaration(declaration)
  }
  const keywordTypes = new Set(keywords.values())
  const found: { readonly start: number; readonly end: number; readonly mark: Marked; readonly doc?: boolean }[] = []
  for (const token of lex(text, path).tokens) {
    const [from, to] = [start(token), end(token)]
    const mark = marks.get(from) ?? plain(token.tokenType)
    if (mark !== undefined) found.push({ start: from, end: to, mark })
  }
  for (const { span, kind } of parsed.comments) found.push({ start: span.start, end: span.end, mark: { type: 'comment' }, doc: kind === 'doc' })

  const builder = new SemanticTokensBuilder()
  for (const { start: from, end: to, mark, doc } of found.toSorted((a, b) => a.start - b.start)) {
    if (to <= from || to < range.start || from > range.end) continue
    const modifiers = (mark.declares === true ? 1 : 0) | (doc === true ? 2 : 0)
    for (const piece of lines(text, from, to)) {
      const { line, character } = document.positionAt(piece.start)
      builder.push(line, character, piece.end - piece.start, types.indexOf(mark.type), modifiers)
    }
  }
  return builder.build()

  function plain(type: Parameters<typeof tokenMatcher>[1]): Marked | undefined {
    if (keywordTypes.has(type)) return { type: 'keyword' }
    if (type === Numeral || type === Quantity) return { type: 'number' }
    return type === Text ? { type: 'string' } : undefined
  }
}

/** A token that runs over several lines, line by line: not all editors take it whole. */
function* lines(text: string, from: number, to: number): Generator<{ start: number; end: number }> {
  let at = from
  for (const line of text.slice(from, to).split(/(\r\n|\n|\r)/)) {
    if (line !== '' && !/^[\r\n]/.test(line)) yield { start: at, end: at + line.length }
    at += line.length
  }
}

const isUpper = (name: string): boolean => /^_*[A-Z]/.test(name)

/** Marks the names of a tree with what they are there. */
class Walk {
  readonly #marks: Map<number, Marked>

  constructor(marks: Map<number, Marked>) {
    this.#marks = marks
  }

  #mark(name: { readonly span: Span } | undefined, type: TokenType, declares = false): void {
    if (name !== undefined) this.#marks.set(name.span.start, declares ? { type, declares } : { type })
  }

  declaration(declaration: ast.Declaration): void {
    switch (declaration.kind) {
      case 'import':
        for (const { name, alias } of declaration.names) for (const each of [name, alias]) this.#mark(each, isUpper(name.text) ? 'class' : 'function')
        return
      case 'const':
        this.#mark(declaration.name, 'variable', true)
        return this.#expression(declaration.value)
      case 'type':
        this.#mark(declaration.name, 'type', true)
        return this.#type(declaration.type)
      case 'block': return this.#block(declaration)
      case 'data':
        this.#mark(declaration.name, 'class', true)
        return declaration.settings.forEach((setting) => this.#data(setting))
      case 'model':
        this.#mark(declaration.name, 'class', true)
        this.#mark(declaration.data, 'class')
        return declaration.statements.forEach((statement) => this.#model(statement))
      case 'train':
        this.#mark(declaration.model, 'class')
        return declaration.settings.forEach((setting) => this.#train(setting))
      case 'compress':
        this.#mark(declaration.model, 'class')
        return declaration.settings.forEach((setting) => this.#compress(setting))
    }
  }

  #block({ name, statics, inputs, result, where, body }: ast.BlockDeclaration): void {
    this.#mark(name, statics === undefined ? 'function' : 'class', true)
    for (const parameter of [...(statics ?? []), ...inputs]) {
      this.#mark(parameter.name, 'parameter', true)
      this.#type(parameter.type)
      if (parameter.default !== undefined) this.#expression(parameter.default)
    }
    if (result !== undefined) this.#type(result)
    where.forEach((fact) => this.#expression(fact))
    if (body !== undefined) this.#body(body)
  }

  #body({ statements, result }: ast.Body): void {
    for (const statement of statements) {
      this.#mark(statement.name, 'variable', true)
      if (statement.kind === 'let') this.#expression(statement.value)
      else {
        this.#type(statement.type)
        if (statement.init !== undefined) this.#expression(statement.init)
      }
    }
    if (result !== undefined) this.#expression(result)
  }

  #type(type: ast.TypeExpression): void {
    if (type.kind === 'list') return this.#type(type.element)
    if (type.kind === 'record') {
      for (const field of type.fields) {
        this.#mark(field.name, 'property', true)
        this.#type(field.type)
      }
      return
    }
    this.#mark(type.name, 'type')
    for (const each of [...(type.labels ?? []), ...(type.dimensions ?? [])]) this.#expression(each, 'typeParameter')
    this.#arguments(type.arguments ?? [])
  }

  #arguments(given: readonly ast.Argument[]): void {
    for (const { name, value } of given) {
      this.#mark(name, 'parameter')
      this.#expression(value)
    }
  }

  #method({ name, arguments: given }: ast.Method): void {
    this.#mark(name, 'enumMember')
    this.#arguments(given)
  }

  /** `names`: what a name by itself is here. */
  #expression(expression: ast.Expression, names: TokenType = 'variable'): void {
    const go = (...parts: readonly (ast.Expression | undefined)[]): void => {
      for (const part of parts) if (part !== undefined) this.#expression(part, names)
    }
    switch (expression.kind) {
      case 'name': return this.#mark(expression, isUpper(expression.name) && names === 'variable' ? 'class' : names)
      case 'list': return go(...expression.items)
      case 'comprehension':
        this.#mark(expression.variable, 'variable', true)
        return go(expression.element, expression.from, expression.to)
      case 'record':
        return expression.fields.forEach(({ name, value }) => {
          this.#mark(name, 'property', true)
          if (value.span.start !== name.span.start) go(value)
        })
      case 'call':
        this.#callee(expression.callee)
        return this.#arguments(expression.arguments)
      case 'index': return go(expression.object, expression.index)
      case 'member':
        this.#mark(expression.member, 'property')
        return go(expression.object)
      case 'pipe':
        go(expression.value)
        return this.#callee(expression.stage)
      case 'binary': return go(expression.left, expression.right)
      case 'unary': return go(expression.operand)
      case 'if':
        go(expression.condition)
        this.#body(expression.then)
        return expression.otherwise === undefined ? undefined : this.#body(expression.otherwise)
      case 'repeat':
        go(expression.count)
        return this.#callee(expression.block)
      case 'rest': return this.#mark(expression.name, 'typeParameter')
      default:
    }
  }

  /** What is applied: a block or a function. */
  #callee(expression: ast.Expression): void {
    if (expression.kind === 'name') this.#mark(expression, isUpper(expression.name) ? 'class' : 'function')
    else this.#expression(expression)
  }

  #data(setting: ast.DataSetting): void {
    switch (setting.kind) {
      case 'source': return this.#mark(setting.role, 'enumMember')
      case 'split':
        for (const { part, share, of } of setting.parts) {
          this.#mark(part, 'enumMember')
          this.#mark(of, 'enumMember')
          this.#expression(share)
        }
        if (setting.by !== undefined && 'text' in setting.by.column) this.#mark(setting.by.column, 'property')
        return setting.seed === undefined ? undefined : this.#expression(setting.seed)
      case 'field':
        this.#mark(setting.name, 'property', true)
        return this.#type(setting.type)
      case 'sample_weight': return 'text' in setting.column ? this.#mark(setting.column, 'property') : undefined
      case 'normalize':
        this.#mark(setting.field, 'property')
        for (const each of [setting.mean, setting.std]) if (each !== undefined) this.#expression(each)
        return undefined
      case 'augment':
        this.#mark(setting.field, 'property')
        for (const { name, values } of setting.steps) {
          this.#mark(name, 'enumMember')
          values.forEach((value) => this.#expression(value, 'enumMember'))
        }
        return undefined
      case 'skip': return undefined
    }
  }

  #model(statement: ast.ModelStatement): void {
    if (statement.kind === 'select') return this.#method(statement.by)
    if (statement.kind === 'let') {
      this.#mark(statement.name, 'variable', true)
      return this.#expression(statement.value)
    }
    if (statement.kind === 'share') {
      this.#method(statement.scheme)
      this.#mark(statement.name, 'variable', true)
      for (const task of statement.tasks ?? []) this.#mark(task, 'property')
      return this.#expression(statement.value)
    }
    this.#mark(statement.name, 'property', true)
    for (const each of [statement.predict, statement.weight]) if (each !== undefined) this.#expression(each)
    for (const each of [statement.loss, ...(statement.metrics ?? [])]) if (each !== undefined) this.#method(each)
  }

  #train(setting: ast.TrainSetting): void {
    if (setting.kind === 'select') return this.#method(setting.by)
    this.#mark(setting.name, 'keyword')
    if (setting.kind === 'value') this.#expression(setting.value)
    else if (setting.kind === 'method') this.#method(setting.method)
    else if (setting.kind === 'paths') {
      if (setting.factor !== undefined) this.#expression(setting.factor)
      setting.paths.flat().forEach((name) => this.#mark(name, 'property'))
    } else {
      this.#arguments(setting.arguments)
      for (const { path } of setting.mapping ?? []) for (const name of path) this.#mark(name, 'property')
    }
  }

  #compress(setting: ast.CompressSetting): void {
    switch (setting.kind) {
      case 'target': return
      case 'pass':
        this.#mark(setting.pass, 'keyword')
        this.#arguments(setting.arguments)
        return setting.method === undefined ? undefined : this.#method(setting.method)
      case 'distill':
        if ('text' in setting.from) this.#mark(setting.from, 'enumMember')
        return this.#arguments(setting.arguments)
      case 'keep': return setting.path.forEach((name) => this.#mark(name, 'property'))
      case 'budget': return setting.lines.forEach((line) => this.#budget(line))
    }
  }

  #budget({ subject, arguments: given, bound }: ast.BudgetLine): void {
    subject.forEach((name) => this.#mark(name, 'property'))
    this.#arguments(given)
    if (bound.kind === 'value') return this.#expression(bound.value)
    if (bound.kind === 'fraction') {
      this.#mark(bound.of, 'enumMember')
      return this.#expression(bound.share)
    }
    this.#mark(bound.to, 'enumMember')
    return bound.offset === undefined ? undefined : this.#expression(bound.offset)
  }
}
