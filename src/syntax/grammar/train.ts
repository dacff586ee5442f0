/** `train MODEL { … }`: which settings there are is not the grammar's business; four forms are. */
import { EOF } from 'chevrotain'
import type * as ast from '../ast.js'
import {
  ArithmeticOperator, Comma, Dot, For, From, LCurly, LogicOperator, LParen, Newline, Numeral, Pipe, RCurly, Text, Train, Word,
} from '../tokens.js'
import { ModelGrammar } from './model.js'

/** Settings whose value is static: after them a name is a value and no method. */
const valued: ReadonlySet<string> = new Set(['epochs', 'batch', 'seed', 'accumulate'])

/** Settings of some weights: a factor and paths, or paths alone. */
const factored: ReadonlySet<string> = new Set(['rate', 'decay'])
const placed: ReadonlySet<string> = new Set(['freeze'])

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
        { GATE: () => factored.has(this.LA(1).image), ALT: () => this.SUBRULE(this.factorSetting) },
        { GATE: () => placed.has(this.LA(1).image), ALT: () => this.SUBRULE(this.pathsSetting) },
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

  /** `init from "weights.safetensors"`, `init(strict) from "…"`, `init from "…" { trunk from "backbone" }` */
  readonly fromSetting = this.RULE('fromSetting', (): ast.TrainSetting => {
    const name = this.CONSUME(Word)
    const list = this.OPTION1(() => this.SUBRULE(this.argumentList))
    this.CONSUME(From)
    const location = this.CONSUME(Text)
    const mapping = this.OPTION2({ GATE: () => this.is(1, LCurly), DEF: () => this.SUBRULE(this.weightMapping) })
    return this.ACTION(() => ({
      kind: 'from', name: this.nameOf(name), location: this.stringOf(location), arguments: list ?? [],
      ...(mapping === undefined ? {} : { mapping }), span: this.since(name),
    }))
  })

  readonly weightMapping = this.RULE('weightMapping', (): readonly ast.MappedWeights[] => this.braced(this.mappedWeights, 'the weights of `init`').items)

  /** `trunk.stem from "backbone.conv1"` */
  readonly mappedWeights = this.RULE('mappedWeights', (): ast.MappedWeights => {
    const first = this.LA(1)
    const path = this.SUBRULE(this.weightPath)
    this.CONSUME(From)
    const prefix = this.CONSUME(Text)
    return this.ACTION(() => ({ path, prefix: this.stringOf(prefix), span: this.since(first) }))
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

  /** `rate 0.1 for trunk.stem, left` */
  readonly factorSetting = this.RULE('factorSetting', (): ast.TrainSetting => {
    const name = this.CONSUME(Word)
    const factor = this.SUBRULE(this.expression)
    this.CONSUME(For)
    const paths = this.SUBRULE(this.weightPaths)
    return this.ACTION(() => ({ kind: 'paths', name: this.nameOf(name), factor, paths, span: this.since(name) }))
  })

  /** `freeze trunk.stem, left` */
  readonly pathsSetting = this.RULE('pathsSetting', (): ast.TrainSetting => {
    const name = this.CONSUME(Word)
    const paths = this.SUBRULE(this.weightPaths)
    return this.ACTION(() => ({ kind: 'paths', name: this.nameOf(name), paths, span: this.since(name) }))
  })

  readonly weightPaths = this.RULE('weightPaths', (): readonly ast.WeightPath[] => {
    const paths = [this.SUBRULE(this.weightPath)]
    this.MANY({
      GATE: () => this.#atPath(),
      DEF: () => {
        this.CONSUME(Comma)
        paths.push(this.SUBRULE2(this.weightPath))
      },
    })
    return paths
  })

  /** After a comma, another path and no other setting: `freeze trunk.stem, left, seed 1`. */
  #atPath(): boolean {
    return this.is(2, Word) && this.is(3, Dot, Comma, Newline, RCurly, EOF)
  }

  /** `trunk.stage1.0.conv`; the lexer reads `0.1` of a path as one number. */
  readonly weightPath = this.RULE('weightPath', (): ast.WeightPath => {
    const path: ast.Name[] = [this.nameOf(this.CONSUME(Word))]
    this.MANY(() => {
      this.CONSUME(Dot)
      this.OR({
        ERR_MSG: 'a name or an index',
        DEF: [
          { ALT: () => path.push(this.nameOf(this.CONSUME2(Word))) },
          {
            ALT: () => {
              const token = this.CONSUME(Numeral)
              this.ACTION(() => {
                let from = this.at(token).start
                for (const text of token.image.split('.')) {
                  path.push({ text, span: { ...this.at(token), start: from, end: from + text.length } })
                  from += text.length + 1
                }
              })
            },
          },
        ],
      })
    })
    return path
  })
}
