/** `compress MODEL { … }` and its budget. */
import type * as ast from '../ast.js'
import {
  AtLeast, AtMost, Budget, Compress, Distill, Dot, For, From, Keep, Minus, Of, Plus, Text, Word,
} from '../tokens.js'
import { TrainGrammar } from './train.js'

/** What a metric can be held against. */
const references: ReadonlySet<string> = new Set(['dense', 'single'])

export abstract class CompressGrammar extends TrainGrammar {
  readonly compressDeclaration = this.RULE('compressDeclaration', (): ast.Declaration | undefined => {
    const first = this.CONSUME(Compress)
    const model = this.header(() => this.CONSUME(Word))
    const { items } = this.braced(this.compressSetting, '`compress`')
    return this.ACTION(() =>
      model === undefined
        ? undefined
        : { kind: 'compress', model: this.nameOf(model), settings: items, ...this.docAt(first), span: this.since(first) },
    )
  })

  readonly compressSetting = this.RULE('compressSetting', (): ast.CompressSetting =>
    this.OR<ast.CompressSetting>({
      ERR_MSG: '`for`, a pass such as `quantize int8`, `distill`, `keep` or `budget`',
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.SUBRULE(this.targetSetting) },
        { ALT: () => this.SUBRULE(this.budgetSetting) },
        { ALT: () => this.SUBRULE(this.keepSetting) },
        { ALT: () => this.SUBRULE(this.distillSetting) },
        { ALT: () => this.SUBRULE(this.passSetting) },
      ],
    }),
  )

  /** `for "node-cpu"` */
  readonly targetSetting = this.RULE('targetSetting', (): ast.CompressSetting => {
    const first = this.CONSUME(For)
    const target = this.CONSUME(Text)
    return this.ACTION(() => ({ kind: 'target', target: this.stringOf(target), span: this.since(first) }))
  })

  /** `prune channels(importance = taylor)`, `factorize svd`, `cluster(16)` */
  readonly passSetting = this.RULE('passSetting', (): ast.CompressSetting => {
    const pass = this.CONSUME(Word)
    const list = this.OPTION1(() => this.SUBRULE(this.argumentList))
    const method = this.OPTION2(() => this.SUBRULE(this.method))
    return this.ACTION(() => ({
      kind: 'pass', pass: this.nameOf(pass), ...(method === undefined ? {} : { method }), arguments: list ?? [], span: this.since(pass),
    }))
  })

  /** `distill(temperature = 4) from dense`, `distill from "other.mtl"` */
  readonly distillSetting = this.RULE('distillSetting', (): ast.CompressSetting => {
    const first = this.CONSUME(Distill)
    const list = this.OPTION(() => this.SUBRULE(this.argumentList))
    this.CONSUME(From)
    const from = this.OR<ast.Name | ast.StringLiteral>({
      ERR_MSG: '`dense`, or a file in quotes',
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
    })
    return this.ACTION(() => ({ kind: 'distill', arguments: list ?? [], from, span: this.since(first) }))
  })

  /** `keep trunk.stage1.0.conv` */
  readonly keepSetting = this.RULE('keepSetting', (): ast.CompressSetting => {
    const first = this.CONSUME(Keep)
    const path = this.SUBRULE(this.weightPath)
    return this.ACTION(() => ({ kind: 'keep', path, span: this.since(first) }))
  })

  // ── budget ──

  readonly budgetSetting = this.RULE('budgetSetting', (): ast.CompressSetting => {
    const first = this.CONSUME(Budget)
    const { items } = this.braced(this.budgetLine, 'a budget')
    return this.ACTION(() => ({ kind: 'budget', lines: items, span: this.since(first) }))
  })

  /** `size <= 60 KB`, `latency(batch = 1, threads = 1) <= 1 ms`, `left.accuracy >= dense - 0.5 pt` */
  readonly budgetLine = this.RULE('budgetLine', (): ast.BudgetLine => {
    const first = this.CONSUME(Word)
    const subject: ast.Name[] = [this.nameOf(first)]
    this.MANY(() => {
      this.CONSUME(Dot)
      subject.push(this.nameOf(this.CONSUME2(Word)))
    })
    const list = this.OPTION(() => this.SUBRULE(this.argumentList))
    const comparison = this.OR({
      ERR_MSG: '`<=` or `>=`',
      DEF: [{ ALT: () => this.CONSUME(AtMost) }, { ALT: () => this.CONSUME(AtLeast) }],
    })
    const bound = this.SUBRULE(this.budgetBound)
    return this.ACTION(() => ({
      subject, arguments: list ?? [], comparison: comparison.image === '<=' ? '<=' : '>=', bound, span: this.since(first),
    }))
  })

  readonly budgetBound = this.RULE('budgetBound', (): ast.BudgetBound =>
    this.OR<ast.BudgetBound>({
      ERR_MSG: 'a value, or `dense` or `single`',
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { GATE: () => references.has(this.LA(1).image), ALT: () => this.SUBRULE(this.relativeBound) },
        { ALT: () => this.SUBRULE(this.valueBound) },
      ],
    }),
  )

  /** `dense`, `dense - 0.5 pt`, `single + 2%` */
  readonly relativeBound = this.RULE('relativeBound', (): ast.BudgetBound => {
    const to = this.CONSUME(Word)
    const change = this.OPTION(() => {
      const sign = this.OR([{ ALT: () => this.CONSUME(Plus) }, { ALT: () => this.CONSUME(Minus) }])
      return { sign, offset: this.SUBRULE(this.unary) }
    })
    return this.ACTION(() => ({
      kind: 'relative',
      to: this.nameOf(to),
      ...(change === undefined ? {} : { sign: change.sign.image === '+' ? '+' : '-', offset: change.offset }),
      span: this.since(to),
    }))
  })

  /** `60 KB`, `90%`, `99% of dense` */
  readonly valueBound = this.RULE('valueBound', (): ast.BudgetBound => {
    const first = this.LA(1)
    const value = this.SUBRULE(this.arithmetic)
    const of = this.OPTION(() => {
      this.CONSUME(Of)
      return this.CONSUME(Word)
    })
    return this.ACTION(() =>
      of === undefined
        ? { kind: 'value', value, span: value.span }
        : { kind: 'fraction', share: value, of: this.nameOf(of), span: this.since(first) },
    )
  })
}
