/**
 * What the names of one file stand for: each declaration with its uses, as the checker would resolve them. Works on
 * the tree alone, so that files with mistakes have names too.
 */
import type { Span } from '../diagnostics/diagnostic.js'
import type {
  BlockDeclaration, Body, CompressDeclaration, DataDeclaration, Declaration, Expression, File, LetStatement, Method, ModelDeclaration, Name,
  ParamStatement, ShareStatement, TaskStatement, TrainDeclaration, TypeExpression, WeightPath,
} from '../syntax/ast.js'

export type BindingKind =
  | 'import' | 'const' | 'type' | 'block' | 'data' | 'model' | 'input' | 'target' | 'share' | 'let' | 'param'
  /** Parameters of the first list, and of the second; a function's are all `tensor`. */
  | 'static' | 'tensor'
  | 'dimension' | 'variable'

export interface Use {
  readonly span: Span
  /** In `{ p3 }`, which names its field too. */
  readonly shorthand: boolean
}

export interface Binding {
  readonly kind: BindingKind
  readonly name: Name
  /** What the name gives: of a `let`, its value. */
  readonly value?: Expression
  /** The declaration that it stands in, or is. */
  readonly owner: Declaration
  readonly uses: readonly Use[]
  /** Places that say the name without reading it: named arguments, `keep` paths, tasks in a budget, fields in `normalize`. */
  readonly labels: readonly Span[]
  /** What the name would stand for without it. */
  readonly shadows?: Binding | 'core'
}

export interface Names {
  readonly bindings: readonly Binding[]
  /** All expressions of the file, outer ones first. */
  readonly expressions: readonly Expression[]
  /** What a name stands for; undefined for what core or nothing declares. */
  meaning(expression: Expression): Binding | undefined
  /** Whether this is a block or function of the core library. */
  isCore(expression: Expression): boolean
  /** Every name that the file says anywhere. */
  readonly words: ReadonlySet<string>
}

/** What a name that the file imports, or that the core library has, stands for in the file that declares it. */
export type Outside = (name: string) => Declaration | undefined

/** With `outside`, what other files declare has bindings too, with the uses that this file makes of it. */
export function namesOf(file: File, core: ReadonlySet<string>, outside: Outside = () => undefined): Names {
  return new Walk(core, outside).file(file)
}

interface Mutable extends Binding {
  readonly uses: Use[]
  readonly labels: Span[]
}

interface Scope {
  readonly names: Map<string, Mutable>
  readonly outer?: Scope
}

class Walk {
  readonly #core: ReadonlySet<string>
  readonly #outside: Outside
  /** Declarations of other files that this one names, and what they hold. */
  readonly #foreign = new Map<Name, Mutable>()
  readonly #bindings: Mutable[] = []
  readonly #expressions: Expression[] = []
  readonly #meanings = new Map<Expression, Binding>()
  readonly #words = new Set<string>()
  /** Named arguments of the file's own blocks, settled when all parameters are known. */
  readonly #arguments: { readonly block: BlockDeclaration; readonly name: Name }[] = []
  readonly #top: Scope = { names: new Map() }
  #scope = this.#top
  #owner: Declaration | undefined
  #own: ReadonlySet<Declaration> = new Set()

  constructor(core: ReadonlySet<string>, outside: Outside) {
    this.#core = core
    this.#outside = outside
  }

  file(file: File): Names {
    this.#own = new Set(file.declarations)
    for (const declaration of file.declarations) {
      this.#owner = declaration
      if (declaration.kind === 'import') for (const { name, alias } of declaration.names) this.#declare('import', alias ?? name)
      else if (declaration.kind !== 'train' && declaration.kind !== 'compress') this.#declare(declaration.kind, declaration.name)
    }
    for (const declaration of file.declarations) {
      this.#owner = declaration
      this.#inner(() => this.#declaration(declaration))
    }
    for (const { block, name } of this.#arguments) this.#parameterOf(block, name.text)?.labels.push(name.span)
    const meanings = this.#meanings
    const core = this.#core
    return {
      bindings: this.#bindings,
      expressions: this.#expressions,
      words: this.#words,
      meaning: (expression) => meanings.get(expression),
      isCore: (expression) => expression.kind === 'name' && !meanings.has(expression) && core.has(expression.name),
    }
  }

  // ── scopes ──

  #find(name: string): Mutable | undefined {
    for (let scope: Scope | undefined = this.#scope; scope !== undefined; scope = scope.outer) {
      const found = scope.names.get(name)
      if (found !== undefined) return found
    }
    return undefined
  }

  #declare(kind: BindingKind, name: Name, value?: Expression): Mutable {
    const { text } = name
    // Two in one place are the checker's business.
    const before = this.#scope.names.has(text) ? undefined : (this.#find(text) ?? (this.#core.has(text) ? 'core' : undefined))
    if (this.#owner === undefined) throw new Error('a name outside of the declarations')
    const binding: Mutable = {
      kind, name, owner: this.#owner, uses: [], labels: [], ...(value === undefined ? {} : { value }), ...(before === undefined ? {} : { shadows: before }),
    }
    this.#words.add(text)
    this.#bindings.push(binding)
    // Of two with one name, the first counts; the checker refuses the second.
    if (!this.#scope.names.has(text)) this.#scope.names.set(text, binding)
    return binding
  }

  #inner(work: () => void): void {
    const outer = this.#scope
    this.#scope = { names: new Map(), outer }
    work()
    this.#scope = outer
  }

  #use({ text, span }: Name, shorthand = false): Mutable | undefined {
    this.#words.add(text)
    const found = this.#find(text)
    const used = found ?? this.#declared(text)
    used?.uses.push({ span, shorthand })
    return found
  }

  // ── other files ──

  /** What a name that this file does not declare stands for in another. */
  #declared(name: string): Mutable | undefined {
    const declaration = this.#outside(name)
    return declaration === undefined || !('name' in declaration) ? undefined : this.#other(declaration.kind, declaration.name, declaration)
  }

  #other(kind: BindingKind, name: Name, owner: Declaration): Mutable {
    const known = this.#foreign.get(name)
    if (known !== undefined) return known
    const binding: Mutable = { kind, name, owner, uses: [], labels: [] }
    this.#foreign.set(name, binding)
    this.#bindings.push(binding)
    return binding
  }

  #blockNamed(name: string): BlockDeclaration | undefined {
    const found = this.#find(name)
    const declaration = found?.kind === 'block' ? found.owner : found === undefined || found.kind === 'import' ? this.#outside(name) : undefined
    return declaration?.kind === 'block' ? declaration : undefined
  }

  #parameterOf(block: BlockDeclaration, name: string): Mutable | undefined {
    if (this.#own.has(block)) return this.#bindings.find((each) => each.owner === block && each.name.text === name && (each.kind === 'static' || each.kind === 'tensor'))
    const parameter = [...(block.statics ?? []), ...block.inputs].find((each) => each.name.text === name)
    return parameter === undefined ? undefined : this.#other(block.statics?.includes(parameter) === true ? 'static' : 'tensor', parameter.name, block)
  }

  /** The fields of a data set, its own or one of another file. */
  #fieldsOf(data: string): readonly Mutable[] {
    const source = this.#top.names.get(data)
    if (source?.kind === 'data') return this.#bindings.filter(({ owner, kind }) => owner === source.owner && (kind === 'input' || kind === 'target'))
    const declaration = this.#outside(data)
    if (declaration?.kind !== 'data') return []
    return declaration.settings.flatMap((setting) => (setting.kind === 'field' ? [this.#other(setting.role, setting.name, declaration)] : []))
  }

  #modelNamed(name: string): ModelDeclaration | undefined {
    const declaration = this.#top.names.get(name)?.owner ?? this.#outside(name)
    return declaration?.kind === 'model' ? declaration : undefined
  }

  /** What a model shares or names. */
  #partOf(model: string, part: string): Mutable | undefined {
    const owner = this.#modelNamed(model)
    if (owner === undefined) return undefined
    if (this.#own.has(owner)) return this.#bindings.find((each) => each.owner === owner && (each.kind === 'share' || each.kind === 'let') && each.name.text === part)
    const statement = owner.statements.find((each) => (each.kind === 'share' || each.kind === 'let') && each.name.text === part)
    return statement?.kind === 'share' || statement?.kind === 'let' ? this.#other(statement.kind, statement.name, owner) : undefined
  }

  /** A path of weights begins with a share, a task or a value of the model. */
  #weightsOf(model: string, [first]: WeightPath): void {
    if (first !== undefined) (this.#partOf(model, first.text) ?? this.#targetOf(model, first.text))?.labels.push(first.span)
  }

  /** The target that a task of a model predicts. */
  #targetOf(model: string, task: string): Mutable | undefined {
    const owner = this.#modelNamed(model)
    return owner === undefined ? undefined : this.#fieldsOf(owner.data.text).find(({ kind, name }) => kind === 'target' && name.text === task)
  }

  /** Types, data sets and models are the file's, whatever local names there are. */
  #useOfFile({ text, span }: Name): Mutable | undefined {
    this.#words.add(text)
    const found = this.#top.names.get(text)
    const used = found ?? this.#declared(text)
    used?.uses.push({ span, shorthand: false })
    return found
  }

  // ── declarations ──

  #declaration(declaration: Declaration): void {
    switch (declaration.kind) {
      case 'import': return
      case 'const': return this.#expression(declaration.value)
      case 'type': return this.#type(declaration.type)
      case 'block': return this.#block(declaration)
      case 'data': return this.#data(declaration)
      case 'model': return this.#model(declaration)
      case 'train': return this.#train(declaration)
      case 'compress': return this.#compress(declaration)
    }
  }

  #block({ statics, inputs, where, result, body }: BlockDeclaration): void {
    for (const parameter of statics ?? []) this.#parameter('static', parameter)
    for (const parameter of inputs) this.#parameter('tensor', parameter)
    for (const { type } of [...(statics ?? []), ...inputs]) this.#type(type, true)
    for (const fact of where) this.#expression(fact)
    if (result !== undefined) this.#type(result)
    if (body !== undefined) this.#body(body)
  }

  #parameter(kind: 'static' | 'tensor', parameter: BlockDeclaration['inputs'][number]): void {
    if (parameter.default !== undefined) this.#expression(parameter.default)
    this.#declare(kind, parameter.name)
  }

  #body(body: Body): void {
    this.#inner(() => {
      for (const statement of body.statements) this.#statement(statement)
      if (body.result !== undefined) this.#expression(body.result)
    })
  }

  #statement(statement: LetStatement | ParamStatement): void {
    if (statement.kind === 'let') {
      this.#expression(statement.value)
      this.#declare('let', statement.name, statement.value)
    } else {
      this.#type(statement.type)
      if (statement.init !== undefined) this.#expression(statement.init)
      this.#declare('param', statement.name)
    }
  }

  #data({ settings }: DataDeclaration): void {
    for (const setting of settings) {
      if (setting.kind === 'split') {
        for (const { share } of setting.parts) this.#expression(share)
        if (setting.seed !== undefined) this.#expression(setting.seed)
      } else if (setting.kind === 'field') {
        this.#type(setting.type)
        this.#declare(setting.role, setting.name)
      } else if (setting.kind === 'normalize') {
        for (const each of [setting.mean, setting.std]) if (each !== undefined) this.#expression(each)
      } else if (setting.kind === 'augment') {
        for (const { values } of setting.steps) this.#all(values)
      }
    }
    for (const setting of settings) {
      if (setting.kind === 'normalize' || setting.kind === 'augment') this.#scope.names.get(setting.field.text)?.labels.push(setting.field.span)
    }
  }

  /** The fields of its data set are in reach, and what it declares, above its line too. */
  #model({ data, statements }: ModelDeclaration): void {
    this.#useOfFile(data)
    for (const field of this.#fieldsOf(data.text)) this.#scope.names.set(field.name.text, field)
    const targets = new Map([...this.#scope.names].filter(([, { kind }]) => kind === 'target'))
    for (const name of targets.keys()) this.#scope.names.delete(name)
    for (const statement of statements) if (statement.kind === 'share' || statement.kind === 'let') this.#declare(statement.kind, statement.name, statement.value)
    for (const statement of statements) {
      if (statement.kind === 'let') this.#expression(statement.value)
      else if (statement.kind === 'share') {
        for (const task of statement.tasks ?? []) targets.get(task.text)?.labels.push(task.span)
        this.#share(statement)
      }
      else if (statement.kind === 'select') this.#method(statement.by)
      else {
        this.#task(statement, targets.get(statement.name.text))
      }
    }
  }

  /** A task may read its own target, where that is a text. */
  #task({ name, predict, weight, loss, metrics }: TaskStatement, target: Mutable | undefined): void {
    this.#words.add(name.text)
    target?.uses.push({ span: name.span, shorthand: false })
    this.#inner(() => {
      if (target !== undefined && this.#find(name.text) === undefined) this.#scope.names.set(name.text, target)
      for (const each of [predict, weight]) if (each !== undefined) this.#expression(each)
      for (const each of [loss, ...(metrics ?? [])]) if (each !== undefined) this.#method(each)
    })
  }

  #share({ scheme, value }: ShareStatement): void {
    this.#method(scheme)
    this.#expression(value)
  }

  #method({ arguments: given }: Method): void {
    this.#all(given.map(({ value }) => value))
  }

  #train({ model, settings }: TrainDeclaration): void {
    this.#useOfFile(model)
    for (const setting of settings) {
      if (setting.kind === 'value') this.#expression(setting.value)
      else if (setting.kind === 'from') {
        this.#all(setting.arguments.map(({ value }) => value))
        for (const { path } of setting.mapping ?? []) this.#weightsOf(model.text, path)
      } else if (setting.kind === 'paths') {
        if (setting.factor !== undefined) this.#expression(setting.factor)
        for (const path of setting.paths) this.#weightsOf(model.text, path)
      } else this.#method(setting.kind === 'select' ? setting.by : setting.method)
      // `early(metric = left.accuracy)`
      for (const { value } of setting.kind === 'method' ? setting.method.arguments : []) {
        if (value.kind === 'member' && value.object.kind === 'name') this.#targetOf(model.text, value.object.name)?.labels.push(value.object.span)
      }
    }
  }

  #compress({ model, settings }: CompressDeclaration): void {
    this.#useOfFile(model)
    for (const setting of settings) {
      if (setting.kind === 'pass' || setting.kind === 'distill') this.#all(setting.arguments.map(({ value }) => value))
      if (setting.kind === 'pass' && setting.method !== undefined) this.#method(setting.method)
      if (setting.kind === 'keep') this.#weightsOf(model.text, setting.path)
      else if (setting.kind === 'budget') {
        for (const { arguments: given, bound, subject: [task, metric] } of setting.lines) {
          if (task !== undefined && metric !== undefined) this.#targetOf(model.text, task.text)?.labels.push(task.span)
          this.#all(given.map(({ value }) => value))
          const value = bound.kind === 'value' ? bound.value : bound.kind === 'fraction' ? bound.share : bound.offset
          if (value !== undefined) this.#expression(value)
        }
      }
    }
  }

  // ── types ──

  /** Among the dimensions of an input, a name that nothing declares is declared by being there. */
  #type(type: TypeExpression, declares = false): void {
    if (type.kind === 'list') return this.#type(type.element, declares)
    if (type.kind === 'record') return type.fields.forEach((field) => this.#type(field.type, declares))
    this.#useOfFile(type.name)
    this.#all(type.labels ?? [])
    // A table's arguments are columns.
    if (type.name.text !== 'table') this.#all((type.arguments ?? []).map(({ value }) => value))
    for (const dimension of type.dimensions ?? []) {
      if (declares) this.#bindDimensions(dimension)
      this.#expression(dimension)
    }
  }

  #bindDimensions(expression: Expression): void {
    if (expression.kind === 'name') this.#bindDimension({ text: expression.name, span: expression.span })
    else if (expression.kind === 'rest') this.#bindDimension(expression.name)
    else if (expression.kind === 'binary') [expression.left, expression.right].forEach((side) => this.#bindDimensions(side))
    else if (expression.kind === 'call') expression.arguments.forEach(({ value }) => this.#bindDimensions(value))
  }

  #bindDimension(name: Name): void {
    const before = this.#find(name.text)
    const known = before !== undefined && (before.kind === 'const' || before.kind === 'import' || before.owner === this.#owner)
    if (!known) this.#declare('dimension', name)
  }

  // ── expressions ──

  #all(expressions: readonly Expression[]): void {
    for (const each of expressions) this.#expression(each)
  }

  #named(expression: Expression, name: Name, shorthand = false): void {
    const found = this.#use(name, shorthand)
    if (found !== undefined) this.#meanings.set(expression, found)
  }

  #expression(expression: Expression): void {
    this.#expressions.push(expression)
    switch (expression.kind) {
      case 'name': return this.#named(expression, { text: expression.name, span: expression.span })
      case 'rest': return this.#named(expression, expression.name)
      case 'list': return this.#all(expression.items)
      case 'member': return this.#expression(expression.object)
      case 'unary': return this.#expression(expression.operand)
      case 'index': return this.#all([expression.object, expression.index])
      case 'pipe': return this.#all([expression.value, expression.stage])
      case 'binary': return this.#all([expression.left, expression.right])
      case 'repeat': return this.#all([expression.count, expression.block])
      case 'call': {
        this.#all([expression.callee, ...expression.arguments.map(({ value }) => value)])
        const block = expression.callee.kind === 'name' ? this.#blockNamed(expression.callee.name) : undefined
        for (const { name } of expression.arguments) if (name !== undefined && block !== undefined) this.#arguments.push({ block, name })
        return
      }
      case 'record':
        for (const { name, value } of expression.fields) {
          if (value.kind === 'name' && value.span.start === name.span.start) {
            this.#expressions.push(value)
            this.#named(value, name, true)
          } else this.#expression(value)
        }
        return
      case 'if':
        this.#expression(expression.condition)
        this.#body(expression.then)
        if (expression.otherwise !== undefined) this.#body(expression.otherwise)
        return
      case 'comprehension':
        this.#expression(expression.from)
        if (expression.to !== undefined) this.#expression(expression.to)
        return this.#inner(() => {
          this.#declare('variable', expression.variable)
          this.#expression(expression.element)
        })
      case 'number':
      case 'quantity':
      case 'string':
      case 'boolean': return
      default: expression satisfies never
    }
  }
}
