/** Imports, constants, aliases and blocks. */
import * as syntax from '../../diagnostics/syntax.js'
import type * as ast from '../ast.js'
import { Arrow, As, Block, Colon, Comma, Const, Equals, Extern, From, Import, LParen, RParen, Text, Type, Where, Word } from '../tokens.js'
import { TypeGrammar } from './types.js'

export abstract class BlockGrammar extends TypeGrammar {
  /** `import { A, B as C } from "std/vision"` */
  readonly importDeclaration = this.RULE('importDeclaration', (): ast.Declaration => {
    const first = this.CONSUME(Import)
    const { items } = this.braced(this.importedName, 'an import')
    this.CONSUME(From)
    const from = this.CONSUME(Text)
    return this.ACTION(() => ({ kind: 'import', names: items, from: this.stringOf(from), span: this.since(first) }))
  })

  readonly importedName = this.RULE('importedName', (): ast.ImportDeclaration['names'][number] => {
    const name = this.CONSUME(Word)
    const alias = this.OPTION(() => {
      this.CONSUME(As)
      return this.CONSUME2(Word)
    })
    return this.ACTION(() => ({ name: this.nameOf(name), ...(alias === undefined ? {} : { alias: this.nameOf(alias) }) }))
  })

  /** `const width = 32` */
  readonly constDeclaration = this.RULE('constDeclaration', (): ast.Declaration => {
    const first = this.CONSUME(Const)
    const name = this.CONSUME(Word)
    this.CONSUME(Equals)
    const value = this.SUBRULE(this.expression)
    return this.ACTION(() => ({ kind: 'const', name: this.nameOf(name), value, ...this.docAt(first), span: this.since(first) }))
  })

  /** `type Digit = label<10>` */
  readonly typeDeclaration = this.RULE('typeDeclaration', (): ast.Declaration => {
    const first = this.CONSUME(Type)
    const name = this.CONSUME(Word)
    this.CONSUME(Equals)
    const type = this.SUBRULE(this.typeExpression)
    return this.ACTION(() => ({ kind: 'type', name: this.nameOf(name), type, ...this.docAt(first), span: this.since(first) }))
  })

  /** `block B(statics)(inputs) -> T where … { body }`, `extern block B(…)(…) -> T` */
  readonly blockDeclaration = this.RULE('blockDeclaration', (): ast.Declaration | undefined => {
    const first = this.LA(1)
    const extern = this.OPTION1(() => this.CONSUME(Extern)) !== undefined
    this.CONSUME(Block)
    const signature = this.header(() => this.SUBRULE(this.signature))
    const body = this.OPTION2(() => this.SUBRULE(this.body))
    return this.ACTION(() => {
      if (signature === undefined) return undefined
      const name = signature.name
      if (extern && body !== undefined) this.note(syntax.externWithBody({ name: name.text }, { span: body.span }))
      if (!extern && body === undefined && this.atStatementEnd()) this.note(syntax.blockWithoutBody({ name: name.text }, { span: name.span }))
      return {
        kind: 'block', extern, ...signature, ...(body === undefined ? {} : { body }), ...this.docAt(first), span: this.since(first),
      }
    })
  })

  readonly signature = this.RULE('signature', (): Omit<ast.BlockDeclaration, 'kind' | 'extern' | 'body' | 'doc' | 'span'> => {
    const name = this.CONSUME(Word)
    const list = this.SUBRULE(this.parameterList)
    const second = this.OPTION1(() => this.SUBRULE2(this.parameterList))
    const result = this.OPTION2(() => {
      this.CONSUME(Arrow)
      return this.SUBRULE(this.typeExpression)
    })
    const where: ast.Expression[] = []
    this.OPTION3(() => {
      this.CONSUME(Where)
      where.push(this.SUBRULE(this.expression))
      this.MANY(() => {
        this.CONSUME(Comma)
        where.push(this.SUBRULE2(this.expression))
      })
    })
    return this.ACTION(() => ({
      name: this.nameOf(name),
      ...(second === undefined ? { inputs: list } : { statics: list, inputs: second }),
      ...(result === undefined ? {} : { result }),
      where,
    }))
  })

  readonly parameterList = this.RULE('parameterList', (): readonly ast.BlockParameter[] => {
    this.CONSUME(LParen)
    const list = this.commas(this.parameter, RParen)
    this.CONSUME(RParen, { ERR_MSG: '`,` or `)`' })
    return list
  })

  readonly parameter = this.RULE('parameter', (): ast.BlockParameter => {
    const name = this.CONSUME(Word)
    this.CONSUME(Colon)
    const type = this.SUBRULE(this.typeExpression)
    const value = this.OPTION(() => {
      this.CONSUME(Equals)
      return this.SUBRULE(this.expression)
    })
    return this.ACTION(() => ({
      name: this.nameOf(name), type, ...(value === undefined ? {} : { default: value }), span: this.since(name),
    }))
  })
}
