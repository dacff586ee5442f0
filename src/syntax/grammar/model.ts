/** `model NAME on DATA { … }` */
import type { IToken } from 'chevrotain'
import * as syntax from '../../diagnostics/syntax.js'
import type * as ast from '../ast.js'
import {
  By, Comma, Equals, For, LParen, Loss, Metric, Model, Newline, On, Predict, RCurly, Select, Share, Task, Tasks, Weight, Word,
} from '../tokens.js'
import { DataGrammar } from './data.js'

type TaskSetting =
  | { readonly kind: 'predict'; readonly word: IToken; readonly value: ast.Expression }
  | { readonly kind: 'loss'; readonly word: IToken; readonly value: ast.Method }
  | { readonly kind: 'weight'; readonly word: IToken; readonly value: ast.Expression }
  | { readonly kind: 'metrics'; readonly word: IToken; readonly value: readonly ast.Method[] }
type TaskSettings = Pick<ast.TaskStatement, 'predict' | 'loss' | 'weight' | 'metrics'>

export abstract class ModelGrammar extends DataGrammar {
  readonly modelDeclaration = this.RULE('modelDeclaration', (): ast.Declaration | undefined => {
    const first = this.CONSUME(Model)
    const header = this.header(() => {
      const name = this.CONSUME(Word)
      this.CONSUME(On)
      return { name, data: this.CONSUME2(Word) }
    })
    const { items } = this.braced(this.modelStatement, 'a model')
    return this.ACTION(() =>
      header === undefined
        ? undefined
        : {
            kind: 'model',
            name: this.nameOf(header.name),
            data: this.nameOf(header.data),
            statements: items,
            ...this.docAt(first),
            span: this.since(first),
          },
    )
  })

  readonly modelStatement = this.RULE('modelStatement', (): ast.ModelStatement =>
    this.OR<ast.ModelStatement>([
      { ALT: () => this.SUBRULE(this.letStatement) },
      { ALT: () => this.SUBRULE(this.shareStatement) },
      { ALT: () => this.SUBRULE(this.taskStatement) },
      { ALT: () => this.SUBRULE(this.selectStatement) },
    ]),
  )

  /** `share SCHEME name for a, b = expression` */
  readonly shareStatement = this.RULE('shareStatement', (): ast.ShareStatement => {
    const first = this.CONSUME(Share)
    const scheme = this.SUBRULE(this.method)
    const name = this.CONSUME(Word)
    const tasks = this.OPTION(() => this.SUBRULE(this.taskList))
    this.CONSUME(Equals)
    const value = this.SUBRULE(this.expression)
    return this.ACTION(() => ({
      kind: 'share',
      scheme,
      name: this.nameOf(name),
      ...(tasks === undefined ? {} : { tasks }),
      value,
      ...this.docAt(first),
      span: this.since(first),
    }))
  })

  readonly taskList = this.RULE('taskList', (): readonly ast.Name[] => {
    const names: ast.Name[] = []
    this.CONSUME(For)
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => names.push(this.nameOf(this.CONSUME(Word))), ERR_MSG: 'the name of a task' })
    return names
  })

  /** `task left = expression`, `task right { predict …, loss …, weight …, metric … }` */
  readonly taskStatement = this.RULE('taskStatement', (): ast.TaskStatement => {
    const first = this.CONSUME(Task)
    const name = this.CONSUME(Word)
    const settings = this.OR<TaskSettings>({
      ERR_MSG: '`=` or `{`',
      DEF: [
        {
          ALT: () => {
            this.CONSUME(Equals)
            const predict = this.SUBRULE(this.expression)
            return { predict }
          },
        },
        { ALT: () => this.SUBRULE(this.taskSettings) },
      ],
    })
    return this.ACTION(() => ({ kind: 'task', name: this.nameOf(name), ...settings, ...this.docAt(first), span: this.since(first) }))
  })

  readonly taskSettings = this.RULE('taskSettings', (): TaskSettings => {
    const { items } = this.braced(this.taskSetting, 'a task')
    return this.ACTION(() => {
      const settings: { predict?: ast.Expression; loss?: ast.Method; weight?: ast.Expression; metrics?: readonly ast.Method[] } = {}
      for (const item of items) {
        if (item.kind === 'metrics') settings.metrics = [...(settings.metrics ?? []), ...item.value]
        else if (settings[item.kind] !== undefined) {
          this.note(syntax.repeatedSetting({ setting: item.kind, where: 'a task' }, { span: this.at(item.word) }))
        } else if (item.kind === 'loss') settings.loss = item.value
        else settings[item.kind] = item.value
      }
      return settings
    })
  })

  readonly taskSetting = this.RULE('taskSetting', (): TaskSetting =>
    this.OR<TaskSetting>([
      {
        ALT: () => {
          const word = this.CONSUME(Predict)
          return { kind: 'predict', word, value: this.SUBRULE(this.expression) }
        },
      },
      {
        ALT: () => {
          const word = this.CONSUME(Loss)
          return { kind: 'loss', word, value: this.SUBRULE(this.method) }
        },
      },
      {
        ALT: () => {
          const word = this.CONSUME(Weight)
          return { kind: 'weight', word, value: this.SUBRULE2(this.expression) }
        },
      },
      {
        ALT: () => {
          const word = this.CONSUME(Metric)
          const value: ast.Method[] = [this.SUBRULE2(this.method)]
          this.MANY({
            GATE: () => this.#metricGoesOn(),
            DEF: () => {
              this.CONSUME(Comma)
              value.push(this.SUBRULE3(this.method))
            },
          })
          return { kind: 'metrics', word, value }
        },
      },
    ]),
  )

  /** After a comma: a further metric, and not the next setting, which has a value after its name. */
  #metricGoesOn(): boolean {
    return this.is(2, Word) && (this.is(3, Comma, Newline, RCurly, LParen) || Number.isNaN(this.LA(3).startOffset))
  }

  /** `select tasks by affinity(max_groups = 2)` */
  readonly selectStatement = this.RULE('selectStatement', (): ast.SelectStatement => {
    const first = this.CONSUME(Select)
    this.CONSUME(Tasks)
    this.CONSUME(By)
    const by = this.SUBRULE(this.method)
    return this.ACTION(() => ({ kind: 'select', by, span: this.since(first) }))
  })
}
