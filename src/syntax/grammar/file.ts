/** The whole grammar: a file is declarations. */
import type { IParserConfig, ParserMethod } from 'chevrotain'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import * as syntax from '../../diagnostics/syntax.js'
import type * as ast from '../ast.js'
import { heightLimit, tooHigh } from '../height.js'
import type { Lexed } from '../lexer.js'
import { Newline } from '../tokens.js'
import { CompressGrammar } from './compress.js'

export class MtlParser extends CompressGrammar {
  readonly file: ParserMethod<[], readonly ast.Declaration[]> = this.RULE('file', () => {
    const declarations = this.items(this.declaration, 'the end of the line', Newline)
    return this.ACTION(() => declarations.flatMap((declaration) => (declaration === undefined || this.#isTooHigh(declaration) ? [] : [declaration])))
  })

  #isTooHigh(declaration: ast.Declaration): boolean {
    const span = tooHigh(declaration)
    if (span !== undefined) this.note(syntax.nestedTooDeep({ limit: heightLimit }, { span }))
    return span !== undefined
  }

  readonly declaration: ParserMethod<[], ast.Declaration | undefined> = this.RULE('declaration', () =>
    this.OR<ast.Declaration | undefined>([
      { ALT: () => this.SUBRULE(this.importDeclaration) },
      { ALT: () => this.SUBRULE(this.constDeclaration) },
      { ALT: () => this.SUBRULE(this.typeDeclaration) },
      { ALT: () => this.SUBRULE(this.blockDeclaration) },
      { ALT: () => this.SUBRULE(this.dataDeclaration) },
      { ALT: () => this.SUBRULE(this.modelDeclaration) },
      { ALT: () => this.SUBRULE(this.trainDeclaration) },
      { ALT: () => this.SUBRULE(this.compressDeclaration) },
    ]),
  )

  constructor(config: IParserConfig = {}) {
    super(config)
    this.performSelfAnalysis()
  }

  /** Reads a file, or a part of one. A parser is used again and again; making one is what costs. */
  read(lexed: Lexed, path: string, length: number): { readonly file: ast.File; readonly diagnostics: readonly Diagnostic[] } {
    this.begin(lexed, length)
    const declarations = this.file()
    const doc = lexed.doc === undefined ? {} : { doc: lexed.doc }
    return { file: { path, declarations, ...doc, span: this.whole() }, diagnostics: this.findings }
  }
}
