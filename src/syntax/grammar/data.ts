/** `data NAME { … }` */
import type { IToken } from 'chevrotain'
import * as syntax from '../../diagnostics/syntax.js'
import type * as ast from '../ast.js'
import {
  Augment, Auto, Bad, By, Colon, Column, Comma, Data, From, Group, Input, Mean, Normalize, Numeral, Of, Quantity, Rows, Seed, Skip, Source,
  Split, Std, Target, Text, Weight, Word,
} from '../tokens.js'
import { BlockGrammar } from './blocks.js'

type SplitPart = ast.SplitSetting['parts'][number]
type SplitItem =
  | { readonly kind: 'part'; readonly part: SplitPart }
  | { readonly kind: 'by'; readonly by: NonNullable<ast.SplitSetting['by']>; readonly word: IToken }
  | { readonly kind: 'seed'; readonly seed: ast.Expression; readonly word: IToken }
type Step = ast.AugmentSetting['steps'][number]

const parts: ReadonlySet<string> = new Set(['train', 'validation', 'test'])

export abstract class DataGrammar extends BlockGrammar {
  readonly dataDeclaration = this.RULE('dataDeclaration', (): ast.Declaration | undefined => {
    const first = this.CONSUME(Data)
    const name = this.header(() => this.CONSUME(Word))
    const { items } = this.braced(this.dataSetting, 'a `data` declaration')
    return this.ACTION(() =>
      name === undefined
        ? undefined
        : { kind: 'data', name: this.nameOf(name), settings: items, ...this.docAt(first), span: this.since(first) },
    )
  })

  readonly dataSetting = this.RULE('dataSetting', (): ast.DataSetting =>
    this.OR<ast.DataSetting>([
      { ALT: () => this.SUBRULE(this.sourceSetting) },
      { ALT: () => this.SUBRULE(this.splitSetting) },
      { ALT: () => this.SUBRULE(this.fieldSetting) },
      { ALT: () => this.SUBRULE(this.sampleWeightSetting) },
      { ALT: () => this.SUBRULE(this.normalizeSetting) },
      { ALT: () => this.SUBRULE(this.augmentSetting) },
      { ALT: () => this.SUBRULE(this.skipSetting) },
    ]),
  )

  /** `source "a.csv"`, `source train "…"`, `source sql "select …"` */
  readonly sourceSetting = this.RULE('sourceSetting', (): ast.SourceSetting => {
    const first = this.CONSUME(Source)
    const role = this.OPTION(() => this.CONSUME(Word))
    const location = this.CONSUME(Text)
    return this.ACTION(() => ({
      kind: 'source', ...(role === undefined ? {} : { role: this.nameOf(role) }), location: this.stringOf(location), span: this.since(first),
    }))
  })

  // ── split ──

  /** `split train 80%, validation 10%, test 10%, seed 7`, `split by group user_id` */
  readonly splitSetting = this.RULE('splitSetting', (): ast.SplitSetting => {
    const first = this.CONSUME(Split)
    const items: SplitItem[] = [this.SUBRULE(this.splitItem)]
    this.MANY({
      GATE: () => this.#splitGoesOn(),
      DEF: () => {
        this.CONSUME(Comma)
        items.push(this.SUBRULE2(this.splitItem))
      },
    })
    return this.ACTION(() => {
      let by: ast.SplitSetting['by']
      let seed: ast.Expression | undefined
      for (const item of items) {
        if (item.kind === 'part') continue
        const set = item.kind === 'by' ? by : seed
        if (set !== undefined) this.#repeated(item.word, 'a split')
        if (item.kind === 'by') by ??= item.by
        else seed ??= item.seed
      }
      return {
        kind: 'split',
        parts: items.flatMap((item) => (item.kind === 'part' ? [item.part] : [])),
        ...(by === undefined ? {} : { by }),
        ...(seed === undefined ? {} : { seed }),
        span: this.since(first),
      }
    })
  })

  /** After a comma: a further part, and not the next setting. */
  #splitGoesOn(): boolean {
    if (this.is(2, By, Seed) || parts.has(this.LA(2).image)) return true
    return this.is(2, Word) && this.is(3, Numeral, Quantity)
  }

  #repeated(word: IToken, where: string): void {
    this.note(syntax.repeatedSetting({ setting: word.image, where }, { span: this.at(word) }))
  }

  readonly splitItem = this.RULE('splitItem', (): SplitItem =>
    this.OR<SplitItem>({
      ERR_MSG: 'a part (`train`, `validation`, `test`), `by` or `seed`',
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.SUBRULE(this.splitBy) },
        {
          ALT: () => {
            const word = this.CONSUME(Seed)
            const seed = this.SUBRULE(this.expression)
            return this.ACTION((): SplitItem => ({ kind: 'seed', seed, word }))
          },
        },
        {
          ALT: () => {
            const part = this.SUBRULE(this.splitPart)
            return this.ACTION((): SplitItem => ({ kind: 'part', part }))
          },
        },
      ],
    }),
  )

  /** `by column "part"`, `by group user_id` */
  readonly splitBy = this.RULE('splitBy', (): SplitItem => {
    const word = this.CONSUME(By)
    const kind = this.OR<'column' | 'group'>([
      {
        ALT: () => {
          this.CONSUME(Column)
          return 'column' as const
        },
      },
      {
        ALT: () => {
          this.CONSUME(Group)
          return 'group' as const
        },
      },
    ])
    const column = this.SUBRULE(this.columnName)
    return this.ACTION(() => ({ kind: 'by', by: { kind, column, span: this.since(word) }, word }))
  })

  /** `validation 10% of train` */
  readonly splitPart = this.RULE('splitPart', (): SplitPart => {
    const part = this.CONSUME(Word)
    const share = this.SUBRULE(this.expression)
    const of = this.OPTION(() => {
      this.CONSUME(Of)
      return this.CONSUME2(Word)
    })
    return this.ACTION(() => ({
      part: this.nameOf(part), share, ...(of === undefined ? {} : { of: this.nameOf(of) }), span: this.since(part),
    }))
  })

  readonly columnName = this.RULE('columnName', (): ast.Name | ast.StringLiteral =>
    this.OR<ast.Name | ast.StringLiteral>({
      ERR_MSG: 'a column: a name, or a string in quotes',
      DEF: [
        {
          ALT: () => {
            const token = this.CONSUME(Word)
            return this.ACTION(() => this.nameOf(token))
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(Text)
            return this.ACTION(() => this.stringOf(token))
          },
        },
      ],
    }),
  )

  // ── fields ──

  /** `input image: image[1, 28, 28] from "pixels"`, `target left: label<10>` */
  readonly fieldSetting = this.RULE('fieldSetting', (): ast.FieldSetting => {
    const first = this.OR([{ ALT: () => this.CONSUME(Input) }, { ALT: () => this.CONSUME(Target) }])
    const name = this.CONSUME(Word)
    this.CONSUME(Colon)
    const type = this.SUBRULE(this.typeExpression)
    const from = this.OPTION(() => {
      this.CONSUME(From)
      return this.CONSUME(Text)
    })
    return this.ACTION(() => ({
      kind: 'field',
      role: first.image === 'input' ? 'input' : 'target',
      name: this.nameOf(name),
      type,
      ...(from === undefined ? {} : { from: this.stringOf(from) }),
      ...this.docAt(first),
      span: this.since(first),
    }))
  })

  /** `weight instance_weight` */
  readonly sampleWeightSetting = this.RULE('sampleWeightSetting', (): ast.SampleWeightSetting => {
    const first = this.CONSUME(Weight)
    const column = this.SUBRULE(this.columnName)
    return this.ACTION(() => ({ kind: 'sample_weight', column, span: this.since(first) }))
  })

  /** `normalize image mean 0.5, std 0.25`, `normalize image auto` */
  readonly normalizeSetting = this.RULE('normalizeSetting', (): ast.NormalizeSetting => {
    const first = this.CONSUME(Normalize)
    const field = this.CONSUME(Word)
    const moments: { word: IToken; value: ast.Expression }[] = []
    const auto = this.OR<boolean>({
      ERR_MSG: '`auto`, or `mean` and `std`',
      DEF: [
        {
          ALT: () => {
            this.CONSUME(Auto)
            return true
          },
        },
        {
          ALT: () => {
            moments.push(this.SUBRULE(this.moment))
            this.MANY({
              GATE: () => this.is(2, Mean, Std),
              DEF: () => {
                this.CONSUME(Comma)
                moments.push(this.SUBRULE2(this.moment))
              },
            })
            return false
          },
        },
      ],
    })
    return this.ACTION(() => {
      const found: { mean?: ast.Expression; std?: ast.Expression } = {}
      for (const { word, value } of moments) {
        const key = word.image === 'mean' ? 'mean' : 'std'
        if (found[key] === undefined) found[key] = value
        else this.#repeated(word, 'a normalisation')
      }
      return { kind: 'normalize', field: this.nameOf(field), auto, ...found, span: this.since(first) }
    })
  })

  readonly moment = this.RULE('moment', (): { word: IToken; value: ast.Expression } => {
    const word = this.OR([{ ALT: () => this.CONSUME(Mean) }, { ALT: () => this.CONSUME(Std) }])
    return { word, value: this.SUBRULE(this.expression) }
  })

  /** `augment image { flip horizontal, shift 2, rotate 10 }` */
  readonly augmentSetting = this.RULE('augmentSetting', (): ast.AugmentSetting => {
    const first = this.CONSUME(Augment)
    const field = this.CONSUME(Word)
    const { items } = this.braced(this.augmentStep, '`augment`')
    return this.ACTION(() => ({ kind: 'augment', field: this.nameOf(field), steps: items, span: this.since(first) }))
  })

  readonly augmentStep = this.RULE('augmentStep', (): Step => {
    const name = this.CONSUME(Word)
    const values: ast.Expression[] = []
    this.MANY(() => values.push(this.SUBRULE(this.unary)))
    return this.ACTION(() => ({ name: this.nameOf(name), values, span: this.since(name) }))
  })

  /** `skip bad rows` */
  readonly skipSetting = this.RULE('skipSetting', (): ast.SkipSetting => {
    const first = this.CONSUME(Skip)
    this.CONSUME(Bad)
    this.CONSUME(Rows)
    return this.ACTION(() => ({ kind: 'skip', span: this.since(first) }))
  })
}
