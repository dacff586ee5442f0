/** `train MODEL { … }`: which settings there are is not the grammar's business; three forms are. */
import type * as ast from '../ast.js'
import { ArithmeticOperator, Dot, From, LogicOperator, LParen, Pipe, Text, Train, Word } from '../tokens.js'
import { ModelGrammar } from './model.js'

/** Settings whose value is static: after them a name is a value and no method. */
const valued: ReadonlySet<string> = new Set(['epochs', 'batch', 'seed'])

export abstract class TrainGrammar extends ModelGrammar {
  readonly trainDeclaration = this.RULE('trainDeclaration', (): ast.Declaration | undefined => {
    const first = this.CONSUME(Train)
    const model = this.header(() => this.CONSUME(Word))
    const { items } = this.braced(this.trainSetting, '`train`')
    return this.ACTION(() =>
      model === undefined
        ? undefined
        : { kind: 'train', model: this.nameOf(model), settings: items, ...this.docAt(first), span: this.since(first) },
    )
  })

  readonly trainSetting = this.RULE('trainSetting', (): ast.TrainSetting =>
    this.OR<ast.TrainSetting>({
      ERR_MSG: 'a setting, such as `epochs 20` or `optimizer adam(lr = 1e-3)`',
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.SUBRULE(this.selectStatement) },
        { GATE: () => this.#atFrom(), ALT: () => this.SUBRULE(this.fromSetting) },
        { GATE: () => this.#atMethod(), ALT: () => this.SUBRULE(this.methodSetting) },
        { ALT: () => this.SUBRULE(this.valueSetting) },
      ],
    }),
  )

  #atFrom(): boolean {
    return !valued.has(this.LA(1).image) && (this.is(2, LParen) || (this.is(2, From) && this.is(3, Text, Word)))
  }

  /** After the name comes a word that no operator makes a part of an expression. */
  #atMethod(): boolean {
    return !valued.has(this.LA(1).image) && this.is(2, Word) && !this.is(3, ArithmeticOperator, LogicOperator, Dot, Pipe)
  }

  /** `init from "weights.safetensors"`, `init(strict = false) from "…"` */
  readonly fromSetting = this.RULE('fromSetting', (): ast.TrainSetting => {
    const name = this.CONSUME(Word)
    const list = this.OPTION(() => this.SUBRULE(this.argumentList))
    this.CONSUME(From)
    const location = this.CONSUME(Text)
    return this.ACTION(() => ({
      kind: 'from', name: this.nameOf(name), location: this.stringOf(location), arguments: list ?? [], span: this.since(name),
    }))
  })

  /** `optimizer adam(lr = 1e-3)`, `balance uncertainty` */
  readonly methodSetting = this.RULE('methodSetting', (): ast.TrainSetting => {
    const name = this.CONSUME(Word)
    const method = this.SUBRULE(this.method)
    return this.ACTION(() => ({ kind: 'method', name: this.nameOf(name), method, span: this.since(name) }))
  })

  /** `epochs 20`, `batch 256` */
  readonly valueSetting = this.RULE('valueSetting', (): ast.TrainSetting => {
    const name = this.CONSUME(Word)
    const value = this.SUBRULE(this.expression)
    return this.ACTION(() => ({ kind: 'value', name: this.nameOf(name), value, span: this.since(name) }))
  })
}
