/**
 * Names in blocks that nothing instantiates: a block's body is worked out where it is applied, so that one
 * which is never applied would otherwise hide its typing mistakes.
 */
import type { BlockDeclaration, Body, Expression, TypeExpression } from '../syntax/ast.js'
import { lookUp, type Module } from './module.js'
import type { Session } from './session.js'
import { staticTypes, tensorTypes } from './static-types.js'

const builtins = ['ceil', 'floor'] as const

export function checkBlockNames(session: Session, module: Module): void {
  for (const declaration of module.file.declarations) {
    if (declaration.kind === 'block' && !declaration.extern) new Walk(session, module).block(declaration)
  }
}

class Walk {
  readonly #session: Session
  readonly #module: Module
  #names: Set<string> = new Set()

  constructor(session: Session, module: Module) {
    this.#session = session
    this.#module = module
  }

  block(declaration: BlockDeclaration): void {
    for (const parameter of [...(declaration.statics ?? []), ...declaration.inputs]) {
      if (parameter.default !== undefined) this.#expression(parameter.default)
      this.#names.add(parameter.name.text)
      this.#dimensions(parameter.type)
    }
    for (const fact of declaration.where) this.#expression(fact)
    if (declaration.result !== undefined) this.#type(declaration.result)
    if (declaration.body !== undefined) this.#body(declaration.body)
  }

  /** Names among an input's dimensions are declared by being there. */
  #dimensions(type: TypeExpression): void {
    this.#type(type)
    if (type.kind === 'list') this.#dimensions(type.element)
    else if (type.kind === 'record') for (const field of type.fields) this.#dimensions(field.type)
    else for (const dimension of type.dimensions ?? []) this.#bind(dimension)
  }

  #bind(expression: Expression): void {
    if (expression.kind === 'name') this.#names.add(expression.name)
    else if (expression.kind === 'rest') this.#names.add(expression.name.text)
    else if (expression.kind === 'binary') [expression.left, expression.right].forEach((side) => this.#bind(side))
    else if (expression.kind === 'call') expression.arguments.forEach(({ value }) => this.#bind(value))
  }

  #type(type: TypeExpression): void {
    if (type.kind === 'list') return this.#type(type.element)
    if (type.kind === 'record') return type.fields.forEach((field) => this.#type(field.type))
    const { text, span } = type.name
    const known = [...staticTypes, ...tensorTypes]
    if (known.some((name) => name === text) || lookUp(this.#module, text)?.declaration.kind === 'type' || this.#module.broken.has(text)) return
    const aliases = [...this.#module.symbols].flatMap(([name, { declaration }]) => (declaration.kind === 'type' ? [name] : []))
    this.#session.unknown(text, 'type', [...known, ...aliases], span)
  }

  #body(body: Body): void {
    const outer = this.#names
    this.#names = new Set(outer)
    for (const statement of body.statements) {
      if (statement.kind === 'let') this.#expression(statement.value)
      else this.#type(statement.type)
      this.#names.add(statement.name.text)
    }
    if (body.result !== undefined) this.#expression(body.result)
    this.#names = outer
  }

  #expression(expression: Expression): void {
    switch (expression.kind) {
      case 'name': return this.#name(expression.name, expression.span)
      case 'list': return expression.items.forEach((item) => this.#expression(item))
      case 'record': return expression.fields.forEach(({ value }) => this.#expression(value))
      case 'member': return this.#expression(expression.object)
      case 'unary': return this.#expression(expression.operand)
      case 'call': return [expression.callee, ...expression.arguments.map(({ value }) => value)].forEach((each) => this.#expression(each))
      case 'pipe': return [expression.value, expression.stage].forEach((each) => this.#expression(each))
      case 'binary': return [expression.left, expression.right].forEach((each) => this.#expression(each))
      case 'repeat': return [expression.count, expression.block].forEach((each) => this.#expression(each))
      case 'if':
        this.#expression(expression.condition)
        this.#body(expression.then)
        if (expression.otherwise !== undefined) this.#body(expression.otherwise)
        return
      case 'comprehension': {
        this.#expression(expression.from)
        if (expression.to !== undefined) this.#expression(expression.to)
        const outer = this.#names
        this.#names = new Set([...outer, expression.variable.text])
        this.#expression(expression.element)
        this.#names = outer
        return
      }
      default:
    }
  }

  #name(name: string, span: Expression['span']): void {
    const symbol = lookUp(this.#module, name)
    const value = symbol?.declaration.kind === 'block' || symbol?.declaration.kind === 'const'
    if (value || this.#names.has(name) || this.#module.broken.has(name) || builtins.some((each) => each === name)) return
    const values = [...this.#module.symbols, ...(this.#module.core?.symbols ?? [])].flatMap(([each, { declaration }]) =>
      declaration.kind === 'const' || declaration.kind === 'block' ? [each] : [],
    )
    this.#session.unknown(name, 'value', [...this.#names, ...values], span)
  }
}
