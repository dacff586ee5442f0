/**
 * Expressions. Binary operators are read as a flat list and folded by precedence, so that the depth of the
 * parser's stack grows with brackets only. From loose to tight: `|>`, `||`, `&&`, comparisons, `+ -`, `* / %`,
 * `- !`, calls, members and indices.
 */
import type { IToken, ParserMethod } from 'chevrotain'
import * as syntax from '../../diagnostics/syntax.js'
import type { Span } from '../../diagnostics/diagnostic.js'
import type * as ast from '../ast.js'
import { textOf } from '../lexer.js'
import {
  ArithmeticOperator, Colon, Comma, Dot, Else, Equals, False, For, If, In, Let, LogicOperator, LParen, LSquare, Numeral, Param, Pipe,
  PrefixOperator, Quantity, Range, Repeat, RParen, RSquare, Text, True, Word,
} from '../tokens.js'
import { GrammarBase } from './base.js'

const precedences: readonly (readonly ast.BinaryOperator[])[] = [
  ['||'], ['&&'], ['==', '!=', '<', '<=', '>', '>='], ['+', '-'], ['*', '/', '%'],
]
const precedence: ReadonlyMap<string, number> = new Map(
  precedences.flatMap((operators, level) => operators.map((operator) => [operator, level] as const)),
)
const expectedValue = 'a value'

type Item = ast.LetStatement | ast.ParamStatement | { readonly kind: 'value'; readonly value: ast.Expression }

export abstract class ExpressionGrammar extends GrammarBase {
  abstract readonly typeExpression: ParserMethod<[], ast.TypeExpression>

  readonly expression: ParserMethod<[], ast.Expression> = this.RULE('expression', () => {
    const first = this.LA(1)
    let value = this.SUBRULE(this.comparison)
    this.MANY(() => {
      this.CONSUME(Pipe)
      const stage = this.SUBRULE(this.unary)
      value = this.ACTION(() => ({ kind: 'pipe', value, stage, span: this.since(first) }))
    })
    return value
  })

  /** Everything but pipes. */
  readonly comparison = this.RULE('comparison', (): ast.Expression => {
    const operands = [this.SUBRULE(this.arithmetic)]
    const operators: IToken[] = []
    this.MANY(() => {
      operators.push(this.CONSUME(LogicOperator))
      operands.push(this.SUBRULE2(this.arithmetic))
    })
    return this.ACTION(() => this.#fold(operands, operators))
  })

  /** Without comparisons: between `<` and `>` of a type. */
  readonly arithmetic: ParserMethod<[], ast.Expression> = this.RULE('arithmetic', () => {
    const operands = [this.SUBRULE(this.unary)]
    const operators: IToken[] = []
    this.MANY(() => {
      operators.push(this.CONSUME(ArithmeticOperator))
      operands.push(this.SUBRULE2(this.unary))
    })
    return this.ACTION(() => this.#fold(operands, operators))
  })

  #fold(operands: readonly ast.Expression[], operators: readonly IToken[]): ast.Expression {
    const values: ast.Expression[] = []
    const pending: string[] = []
    const reduce = (): void => {
      const right = values.pop()
      const left = values.pop()
      const operator = pending.pop()
      if (left === undefined || right === undefined || operator === undefined) return
      const span = this.between(left.span, right.span)
      values.push({ kind: 'binary', operator: operator as ast.BinaryOperator, left, right, span })
    }
    for (const [index, operand] of operands.entries()) {
      values.push(operand)
      const operator = operators[index]?.image
      const level = operator === undefined ? -1 : (precedence.get(operator) ?? 0)
      while (pending.length > 0 && (precedence.get(pending.at(-1) ?? '') ?? 0) >= level) reduce()
      if (operator !== undefined) pending.push(operator)
    }
    const [value] = values
    if (value === undefined) throw new Error('an expression without operands')
    return value
  }

  readonly unary: ParserMethod<[], ast.Expression> = this.RULE('unary', () =>
    this.deeper(() => {
      const prefixes: IToken[] = []
      this.MANY(() => prefixes.push(this.CONSUME(PrefixOperator)))
      const operand = this.SUBRULE(this.postfix)
      return this.ACTION(() =>
        prefixes.reduceRight<ast.Expression>(
          (value, prefix) =>
            ({ kind: 'unary', operator: prefix.image === '!' ? '!' : '-', operand: value, span: this.since(prefix) }),
          operand,
        ),
      )
    }),
  )

  readonly postfix = this.RULE('postfix', (): ast.Expression => {
    const first = this.LA(1)
    let value = this.SUBRULE(this.primary)
    this.MANY({
      // After a space, `[` begins a list: `x |> [A, B]`, or the next item of what went wrong.
      GATE: () => !this.is(1, LSquare) || this.adjoins(),
      DEF: () => this.OR([
        {
          ALT: () => {
            const list = this.SUBRULE(this.argumentList)
            value = this.ACTION(() =>
              ({ kind: 'call', callee: value, arguments: list, span: this.since(first) }),
            )
          },
        },
        {
          ALT: () => {
            this.CONSUME(Dot)
            const member = this.CONSUME(Word)
            value = this.ACTION(() =>
              ({ kind: 'member', object: value, member: this.nameOf(member), span: this.since(first) }),
            )
          },
        },
        {
          ALT: () => {
            this.CONSUME(LSquare)
            const index = this.SUBRULE(this.expression)
            this.CONSUME(RSquare)
            value = this.ACTION(() => ({ kind: 'index', object: value, index, span: this.since(first) }))
          },
        },
      ]),
    })
    return value
  })

  readonly primary = this.RULE('primary', (): ast.Expression =>
    this.OR({
      ERR_MSG: expectedValue,
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.SUBRULE(this.literal) },
        { ALT: () => this.SUBRULE(this.ifExpression) },
        { GATE: () => this.is(2, LParen), ALT: () => this.SUBRULE(this.repeatExpression) },
        {
          ALT: () => {
            const token = this.CONSUME(Word)
            return this.ACTION((): ast.Expression => ({ kind: 'name', name: token.image, span: this.at(token) }))
          },
        },
        { ALT: () => this.SUBRULE(this.listExpression) },
        { ALT: () => this.SUBRULE(this.recordExpression) },
        {
          ALT: () => {
            const open = this.CONSUME(LParen)
            const value = this.SUBRULE(this.expression)
            this.CONSUME(RParen)
            // The brackets belong to the span, so that what is around it begins and ends with them.
            return this.ACTION(() => ({ ...value, span: this.since(open) }))
          },
        },
      ],
    }),
  )

  readonly literal = this.RULE('literal', (): ast.Expression =>
    this.OR({
      ERR_MSG: expectedValue,
      DEF: [
        {
          ALT: () => {
            const token = this.CONSUME(Numeral)
            return this.ACTION(
              (): ast.Expression => ({
                kind: 'number', value: this.numberOf(token), integer: /^\d+$/.test(token.image), span: this.at(token),
              }),
            )
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(Quantity)
            return this.ACTION((): ast.Expression => {
              const [text = '', unit = ''] = /^(.*?\d)\s*([A-Za-z]+|%)$/.exec(token.image)?.slice(1) ?? []
              return { kind: 'quantity', value: Number(text), unit, text, span: this.at(token) }
            })
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(Text)
            return this.ACTION((): ast.Expression => this.stringOf(token))
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(True)
            return this.ACTION((): ast.Expression => ({ kind: 'boolean', value: true, span: this.at(token) }))
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(False)
            return this.ACTION((): ast.Expression => ({ kind: 'boolean', value: false, span: this.at(token) }))
          },
        },
      ],
    }),
  )

  protected stringOf(token: IToken): ast.StringLiteral {
    return { kind: 'string', value: textOf(token), span: this.at(token) }
  }

  // ── lists and records ──

  /** `[a, b]`, `[e for i in 0..n]`, `[e for w in widths]` */
  readonly listExpression = this.RULE('listExpression', (): ast.Expression => {
    const open = this.CONSUME(LSquare)
    let comprehension: ast.Comprehension | undefined
    const items: ast.Expression[] = []
    this.OPTION(() => {
      items.push(this.SUBRULE(this.expression))
      this.OR([
        {
          ALT: () => {
            const clause = this.SUBRULE(this.forClause)
            this.ACTION(() => {
              const [element] = items
              if (element !== undefined) comprehension = { kind: 'comprehension', element, ...clause, span: this.at(open) }
            })
          },
        },
        {
          ALT: () => {
            const more = this.SUBRULE(this.moreItems)
            this.ACTION(() => {
              for (const item of more) items.push(item)
            })
          },
        },
      ])
    })
    this.CONSUME(RSquare, { ERR_MSG: '`,` or `]`' })
    return this.ACTION((): ast.Expression => {
      const span = this.since(open)
      if (comprehension === undefined) return { kind: 'list', items, span }
      return { ...comprehension, span }
    })
  })

  readonly moreItems = this.RULE('moreItems', (): readonly ast.Expression[] => {
    const items: ast.Expression[] = []
    this.MANY({
      GATE: () => !this.is(2, RSquare),
      DEF: () => {
        this.CONSUME(Comma)
        items.push(this.SUBRULE(this.expression))
      },
    })
    this.OPTION(() => this.CONSUME2(Comma))
    return items
  })

  readonly forClause = this.RULE('forClause', (): Pick<ast.Comprehension, 'variable' | 'from' | 'to'> => {
    this.CONSUME(For)
    const variable = this.CONSUME(Word)
    this.CONSUME(In)
    const from = this.SUBRULE(this.expression)
    const to = this.OPTION(() => {
      this.CONSUME(Range)
      return this.SUBRULE2(this.expression)
    })
    return this.ACTION(() => ({ variable: this.nameOf(variable), from, ...(to === undefined ? {} : { to }) }))
  })

  /** `{ p3, p4 = y }` */
  readonly recordExpression = this.RULE('recordExpression', (): ast.Expression => {
    const { items, span } = this.braced(this.recordField, 'a record')
    return this.ACTION(() => ({ kind: 'record', fields: items, span }))
  })

  readonly recordField = this.RULE('recordField', (): ast.RecordExpression['fields'][number] => {
    const token = this.CONSUME(Word)
    const value = this.OPTION(() => {
      this.CONSUME(Equals)
      return this.SUBRULE(this.expression)
    })
    return this.ACTION(() => ({
      name: this.nameOf(token),
      value: value ?? { kind: 'name', name: token.image, span: this.at(token) },
    }))
  })

  // ── arguments and methods ──

  readonly argumentList = this.RULE('argumentList', (): readonly ast.Argument[] => {
    this.CONSUME(LParen)
    const list = this.commas(this.argument, RParen)
    this.CONSUME(RParen, { ERR_MSG: '`,` or `)`' })
    return list
  })

  readonly argument = this.RULE('argument', (): ast.Argument => {
    const first = this.LA(1)
    const name = this.OPTION({
      GATE: () => this.atNamed(),
      DEF: () => {
        const token = this.CONSUME(Word)
        this.CONSUME(Equals)
        return token
      },
    })
    const value = this.SUBRULE(this.expression)
    return this.ACTION(() => ({ ...(name === undefined ? {} : { name: this.nameOf(name) }), value, span: this.since(first) }))
  })

  /** A method or scheme: `hard`, `mmoe(experts = 4)`. */
  readonly method = this.RULE('method', (): ast.Method => {
    const token = this.CONSUME(Word)
    const list = this.OPTION(() => this.SUBRULE(this.argumentList))
    return this.ACTION(() => ({ name: this.nameOf(token), arguments: list ?? [], span: this.since(token) }))
  })

  // ── if, repeat, bodies ──

  /** `if c { a } else if d { b } else { e }`; an `else if` is a body that holds only an `if`. */
  readonly ifExpression = this.RULE('ifExpression', (): ast.Expression => {
    const branches: { first: IToken; condition: ast.Expression; yes: ast.Body }[] = []
    let first = this.CONSUME(If)
    let condition = this.SUBRULE(this.expression)
    let yes = this.SUBRULE(this.body)
    branches.push({ first, condition, yes })
    this.MANY({
      GATE: () => this.is(2, If),
      DEF: () => {
        this.CONSUME(Else)
        first = this.CONSUME2(If)
        condition = this.SUBRULE2(this.expression)
        yes = this.SUBRULE2(this.body)
        branches.push({ first, condition, yes })
      },
    })
    const last = this.OPTION(() => {
      this.CONSUME2(Else)
      return this.SUBRULE3(this.body)
    })
    return this.ACTION(() => {
      let otherwise = last
      let result: ast.Expression | undefined
      for (const branch of branches.toReversed()) {
        if (result !== undefined) otherwise = { statements: [], result, span: result.span }
        result = {
          kind: 'if',
          condition: branch.condition,
          // oxlint-disable-next-line unicorn/no-thenable
          then: branch.yes,
          ...(otherwise === undefined ? {} : { otherwise }),
          span: this.since(branch.first),
        }
      }
      if (result === undefined) throw new Error('an if without branches')
      return result
    })
  })

  /** `repeat(3) Residual(64)` */
  readonly repeatExpression = this.RULE('repeatExpression', (): ast.Expression =>
    this.deeper(() => {
      const first = this.CONSUME(Repeat)
      this.CONSUME(LParen)
      const count = this.SUBRULE(this.expression)
      this.CONSUME(RParen)
      const block = this.SUBRULE(this.postfix)
      return this.ACTION(() => ({ kind: 'repeat', count, block, span: this.since(first) }))
    }),
  )

  readonly body: ParserMethod<[], ast.Body> = this.RULE('body', () => {
    const { items, span } = this.braced(this.bodyItem, 'a body')
    return this.ACTION(() => this.#toBody(items, span))
  })

  #toBody(items: readonly Item[], span: Span): ast.Body {
    const statements: (ast.LetStatement | ast.ParamStatement)[] = []
    let result: ast.Expression | undefined
    for (const [index, item] of items.entries()) {
      if (item.kind !== 'value') statements.push(item)
      else if (index === items.length - 1) result = item.value
      else this.note(syntax.strayExpression({}, { span: item.value.span }))
    }
    return { statements, ...(result === undefined ? {} : { result }), span }
  }

  readonly bodyItem = this.RULE('bodyItem', (): Item =>
    this.OR({
      ERR_MSG: '`let`, `param` or a value',
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.SUBRULE(this.letStatement) },
        { GATE: () => this.is(2, Word) && this.is(3, Colon), ALT: () => this.SUBRULE(this.paramStatement) },
        {
          ALT: () => {
            const value = this.SUBRULE(this.expression)
            return this.ACTION((): Item => ({ kind: 'value', value }))
          },
        },
      ],
    }),
  )

  readonly letStatement = this.RULE('letStatement', (): ast.LetStatement => {
    const first = this.CONSUME(Let)
    const name = this.CONSUME(Word)
    this.CONSUME(Equals)
    const value = this.SUBRULE(this.expression)
    return this.ACTION(() => ({ kind: 'let', name: this.nameOf(name), value, span: this.since(first) }))
  })

  /** `param scale: f32[C] = ones` */
  readonly paramStatement = this.RULE('paramStatement', (): ast.ParamStatement => {
    const first = this.CONSUME(Param)
    const name = this.CONSUME(Word)
    this.CONSUME(Colon)
    const type = this.SUBRULE(this.typeExpression)
    const init = this.OPTION(() => {
      this.CONSUME(Equals)
      return this.SUBRULE(this.expression)
    })
    return this.ACTION(() => ({
      kind: 'param', name: this.nameOf(name), type, ...(init === undefined ? {} : { init }), span: this.since(first),
    }))
  })
}
