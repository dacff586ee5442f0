/** What is not written: shapes at the ends of lines that make a value, and the names of settings given by their place. */
import { InlayHintKind, type InlayHint } from 'vscode-languageserver/node'
import { lookUp, type Module } from '../../check/module.js'
import { isTensorType } from '../../check/static-types.js'
import type { BlockDeclaration, Body, CallExpression, Expression } from '../../syntax/ast.js'
import type { Analysis } from '../analysis.js'
import { typeOfValue } from '../value-types.js'
import { methodsOf } from '../settings-at.js'
import { isFunction, parametersOf } from '../signatures.js'

interface Stretch {
  readonly start: number
  readonly end: number
}

export function inlayHints(analysis: Analysis, range: Stretch): readonly InlayHint[] {
  const { snapshot: { document }, module } = analysis
  const found: { readonly offset: number; readonly label: string; readonly kind: InlayHintKind }[] = []
  const ends = new Map<number, Expression>()
  for (const expression of shapedIn(module)) {
    const { end } = expression.span
    if (end < range.start || end > range.end) continue
    // Of several that end on a line, the outermost that ends last has the hint.
    const line = document.positionAt(end).line
    const before = ends.get(line)
    if (before === undefined || before.span.end < end) ends.set(line, expression)
  }
  for (const expression of ends.values()) {
    const label = shapeOf(expression, analysis)
    if (label !== undefined) found.push({ offset: expression.span.end, label: `: ${label}`, kind: InlayHintKind.Type })
  }
  for (const { span, name } of [...settingNames(analysis.namesIn(range.start, range.end).expressions, module), ...methodNames(module)]) {
    if (span.start >= range.start && span.start <= range.end) found.push({ offset: span.start, label: `${name}:`, kind: InlayHintKind.Parameter })
  }
  return found.toSorted((a, b) => a.offset - b.offset).map(({ offset, label, kind }) => ({
    position: document.positionAt(offset), label, kind, ...(kind === InlayHintKind.Parameter ? { paddingRight: true } : { paddingLeft: true }),
  }))
}

function shapeOf(expression: Expression, analysis: Analysis): string | undefined {
  const value = analysis.valueOf(expression)
  if (value === undefined) return undefined
  const isStatic = value.kind === 'number' || value.kind === 'symbolic'
  // A static value is worth a hint where it was worked out.
  const isWorth = ['tensor', 'list', 'record', 'series'].includes(value.kind) || (isStatic && expression.kind !== 'number' && expression.kind !== 'name')
  return isWorth ? typeOfValue(value) : undefined
}

/** Values of `let`, `share`, `task` and of bodies, and every stage of their pipes. */
function* shapedIn({ file }: Module): Generator<Expression> {
  for (const declaration of file.declarations) {
    if (declaration.kind === 'const') yield declaration.value
    else if (declaration.kind === 'block' && declaration.body !== undefined) yield* inBody(declaration.body)
    else if (declaration.kind === 'model') {
      for (const statement of declaration.statements) {
        if (statement.kind === 'task') {
          if (statement.predict !== undefined) yield* stagesOf(statement.predict)
        } else if (statement.kind !== 'select') yield* stagesOf(statement.value)
      }
    }
  }
}

function* inBody({ statements, result }: Body): Generator<Expression> {
  for (const statement of statements) if (statement.kind === 'let') yield* stagesOf(statement.value)
  if (result !== undefined) yield* stagesOf(result)
}

/** A value, and what its pipe passes on. */
function* stagesOf(expression: Expression): Generator<Expression> {
  yield expression
  for (let at = expression; at.kind === 'pipe'; at = at.value) yield at.value
  if (expression.kind !== 'if') return
  yield* inBody(expression.then)
  if (expression.otherwise !== undefined) yield* inBody(expression.otherwise)
}

interface NamedPlace {
  readonly span: Stretch
  readonly name: string
}

/** Arguments by position in the first brackets of a block. */
function* settingNames(expressions: readonly Expression[], module: Module): Generator<NamedPlace> {
  const piped = new Set<Expression>()
  for (const expression of expressions) if (expression.kind === 'pipe') piped.add(expression.stage)
  for (const expression of expressions) {
    if (expression.kind !== 'call') continue
    const block = blockOf(expression, module)
    if (block === undefined) continue
    const free = parametersOf(block).slice(isFunction(block) && piped.has(expression) ? 1 : 0)
    for (const [index, { value }] of expression.arguments.filter(({ name }) => name === undefined).entries()) {
      const parameter = free[index]
      // Tensors speak for themselves, and so does a name that is the parameter's.
      if (parameter === undefined || isTensorType(parameter.type) || (value.kind === 'name' && value.name === parameter.name.text)) continue
      yield { span: value.span, name: parameter.name.text }
    }
  }
}

function blockOf({ callee }: CallExpression, module: Module): BlockDeclaration | undefined {
  const symbol = callee.kind === 'name' ? lookUp(module, callee.name) : undefined
  return symbol?.declaration.kind === 'block' ? symbol.declaration : undefined
}

function* methodNames({ file }: Module): Generator<NamedPlace> {
  for (const declaration of file.declarations) {
    for (const { spec, arguments: given } of methodsOf(declaration)) {
      const names = Object.keys(spec.parameters)
      for (const [index, { value }] of given.filter((each) => each.name === undefined).entries()) {
        const parameter = names[index]
        if (parameter !== undefined) yield { span: value.span, name: parameter }
      }
    }
  }
}
