/** How tokens are written in the EBNF and the diagrams. */
import type { TokenType } from 'chevrotain'
import { keywords, lexed, reserved, units } from '../../src/syntax/tokens.js'

/** The text of a keyword or a mark; undefined for tokens that stand for many texts. */
export function textOf(type: TokenType): string | undefined {
  if (keywordTypes.has(type)) return (type.LABEL ?? '').slice(1, -1)
  return typeof type.PATTERN === 'string' ? type.PATTERN : undefined
}

const keywordTypes: ReadonlySet<TokenType> = new Set(keywords.values())
export const isKeyword = (type: TokenType): boolean => keywordTypes.has(type)

/** The marks of a category, such as the operators. */
export const members = (category: TokenType): readonly TokenType[] => lexed.filter((type) => type.CATEGORIES?.includes(category) === true)

/** Names of tokens that stand for many texts. */
const names: Readonly<Record<string, string>> = {
  Word: 'NAME', Text: 'STRING', Numeral: 'NUMBER', Quantity: 'QUANTITY', Newline: 'NEWLINE', Separator: 'SEPARATOR',
  ArithmeticOperator: 'ARITHMETIC_OPERATOR', LogicOperator: 'LOGIC_OPERATOR', PrefixOperator: 'PREFIX_OPERATOR',
}

/** What a token is called: its text in quotes, or its name in capitals. */
export function nameOf(type: TokenType): string {
  const text = textOf(type)
  if (text !== undefined) return quoted(text)
  const name = names[type.name]
  if (name === undefined) throw new Error(`the token ${type.name} has no name in the EBNF`)
  return name
}

export const quoted = (text: string): string => (text.includes("'") ? `"${text}"` : `'${text}'`)
const choice = (texts: readonly string[]): string => texts.map(quoted).join(' | ')
const operators = (name: string): string => {
  const category = lexed.flatMap((type) => type.CATEGORIES ?? []).find((type) => type.name === name)
  return category === undefined ? '' : members(category).map(nameOf).join(' | ')
}

/** Definition of each named token, in W3C's notation. */
export const definitions: readonly (readonly [name: string, definition: string])[] = [
  ['NAME', `( [A-Za-z_] [A-Za-z0-9_]* ) - ( ${choice([...reserved].flatMap((type) => textOf(type) ?? []))} )`],
  ['STRING', `'"' ( [^"\\#xA#xD] | ESCAPE )* '"'`],
  ['ESCAPE', `'\\' ( ["\\nrt] | 'u{' HEX+ '}' )`],
  ['HEX', '[0-9a-fA-F]'],
  ['NUMBER', `[0-9]+ ( '.' [0-9]+ )? ( [eE] [+-]? [0-9]+ )?`],
  ['QUANTITY', `NUMBER ( '%' | [ #x9]* UNIT )`],
  ['UNIT', choice(units)],
  ['ARITHMETIC_OPERATOR', operators('ArithmeticOperator')],
  ['LOGIC_OPERATOR', operators('LogicOperator')],
  ['PREFIX_OPERATOR', operators('PrefixOperator')],
  ['SEPARATOR', `NEWLINE | ','`],
  ['NEWLINE', '#xD #xA | #xD | #xA'],
  ['DOC_COMMENT', `'///' [^#xA#xD]*`],
  ['LINE_COMMENT', `'//' [^#xA#xD]*`],
  ['BLOCK_COMMENT', `'/*' .* '*/'`],
]
