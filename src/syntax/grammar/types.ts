/** Types: `int`, `f32[C, H / 2]`, `label<"cat", "dog">`, `text(max = 32)`, `[f32[C]]`, `{ p3: f32[C] }`. */
import type { ParserMethod } from 'chevrotain'
import type * as ast from '../ast.js'
import { Colon, Comma, Ellipsis, Greater, Less, LSquare, RSquare, Word } from '../tokens.js'
import { ExpressionGrammar } from './expressions.js'

export abstract class TypeGrammar extends ExpressionGrammar {
  override readonly typeExpression: ParserMethod<[], ast.TypeExpression> = this.RULE('typeExpression', () =>
    this.deeper(() =>
      this.OR<ast.TypeExpression>({
        ERR_MSG: 'a type',
        DEF: [
          { ALT: () => this.SUBRULE(this.namedType) },
          { ALT: () => this.SUBRULE(this.listType) },
          { ALT: () => this.SUBRULE(this.recordType) },
        ],
      }),
    ),
  )

  readonly namedType = this.RULE('namedType', (): ast.TypeExpression => {
    const name = this.CONSUME(Word)
    const labels = this.OPTION1(() => this.SUBRULE(this.labelList))
    const list = this.OPTION2(() => this.SUBRULE(this.argumentList))
    const dimensions = this.OPTION3(() => this.SUBRULE(this.dimensionList))
    return this.ACTION(() => ({
      kind: 'named',
      name: this.nameOf(name),
      ...(labels === undefined ? {} : { labels }),
      ...(list === undefined ? {} : { arguments: list }),
      ...(dimensions === undefined ? {} : { dimensions }),
      span: this.since(name),
    }))
  })

  /** `<10>`, `<"cat", "dog">`; comparisons are left out, so that `>` closes. That `<>` lacks labels is the checker's to tell. */
  readonly labelList = this.RULE('labelList', (): readonly ast.Expression[] => {
    this.CONSUME(Less)
    const labels: ast.Expression[] = []
    if (this.RECORDING_PHASE || !this.is(1, Greater)) {
      labels.push(this.SUBRULE(this.arithmetic))
      this.MANY({
        GATE: () => !this.is(2, Greater),
        DEF: () => {
          this.CONSUME(Comma)
          labels.push(this.SUBRULE2(this.arithmetic))
        },
      })
      this.OPTION(() => this.CONSUME2(Comma))
    }
    this.CONSUME(Greater, { ERR_MSG: '`,` or `>`' })
    return labels
  })

  readonly dimensionList = this.RULE('dimensionList', (): readonly ast.Expression[] => {
    this.CONSUME(LSquare)
    const dimensions = this.commas(this.dimension, RSquare)
    this.CONSUME(RSquare, { ERR_MSG: '`,` or `]`' })
    return dimensions
  })

  readonly dimension = this.RULE('dimension', (): ast.Expression =>
    this.OR({
      ERR_MSG: 'a dimension',
      DEF: [
        {
          ALT: () => {
            const first = this.CONSUME(Ellipsis)
            const name = this.CONSUME(Word)
            return this.ACTION((): ast.Expression => ({ kind: 'rest', name: this.nameOf(name), span: this.since(first) }))
          },
        },
        { ALT: () => this.SUBRULE(this.expression) },
      ],
    }),
  )

  readonly listType = this.RULE('listType', (): ast.TypeExpression => {
    const open = this.CONSUME(LSquare)
    const element = this.SUBRULE(this.typeExpression)
    this.CONSUME(RSquare)
    return this.ACTION(() => ({ kind: 'list', element, span: this.since(open) }))
  })

  readonly recordType = this.RULE('recordType', (): ast.TypeExpression => {
    const { items, span } = this.braced(this.recordTypeField, 'a record type')
    return this.ACTION(() => ({ kind: 'record', fields: items, span }))
  })

  readonly recordTypeField = this.RULE('recordTypeField', (): ast.RecordType['fields'][number] => {
    const name = this.CONSUME(Word)
    this.CONSUME(Colon)
    const type = this.SUBRULE(this.typeExpression)
    return this.ACTION(() => ({ name: this.nameOf(name), type }))
  })
}
