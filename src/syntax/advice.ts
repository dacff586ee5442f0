/** What to do about a token that stands where none of its kind fits, where its neighbours tell. */
import { tokenMatcher, type IToken } from 'chevrotain'
import type { Edit } from '../diagnostics/diagnostic.js'
import type { Placing } from './placing.js'
import { end, LParen, Newline, Numeral, Quantity, reserved, start, Word } from './tokens.js'
import { homes } from './wording.js'

export interface Advice {
  readonly help: string
  readonly edits?: readonly Edit[]
}

/** Where an error was found: the token that does not fit, its neighbours, and what would have fitted, in words. */
export interface Found {
  readonly at: Placing
  readonly beforePrevious: IToken
  readonly previous: IToken
  readonly token: IToken
  readonly next: IToken
  readonly expected: string
}

export function advise(found: Found): Advice | undefined {
  for (const rule of rules) {
    const advice = rule(found)
    if (advice !== undefined) return advice
  }
  return undefined
}

const isReal = (token: IToken): boolean => !Number.isNaN(token.startOffset) && token.image !== ''
const replace = ({ at, token }: Found, text: string): readonly Edit[] => [{ span: at(start(token), end(token)), text }]
/** Directly after what stands before. */
const insert = ({ at, previous }: Found, text: string): readonly Edit[] => [{ span: at(end(previous), end(previous)), text }]

/** Words that go before a value, without anything between. */
const isSetting = (token: IToken): boolean => Object.hasOwn(homes, token.image) || ['weight', 'seed', 'mean', 'std', 'train', 'validation', 'test'].includes(token.image)
/** A block, or a word that is applied: not what begins the next statement. */
const isApplied = (token: IToken, next: IToken): boolean =>
  tokenMatcher(token, Word) && (/^[A-Z]/.test(token.image) || (next.tokenType === LParen && end(token) === start(next)))
const wantsEnd = (expected: string): boolean => expected.startsWith('the end of the line')
/** Bodies and models hold statements on lines of their own; there a word after a value is a stage whose `|>` is missing. */
const inExpression = (expected: string): boolean => /in a (?:model|body)$/.test(expected)

const rules: readonly ((found: Found) => Advice | undefined)[] = [
  ({ token, expected }) => (reserved.has(token.tokenType) && expected.includes('a name') ? { help: `\`${token.image}\` is reserved: choose another name` } : undefined),
  ({ at, previous, token }) => {
    if (previous.tokenType !== Quantity || !previous.image.endsWith('%')) return undefined
    const spaced = `${previous.image.slice(0, -1)} % `
    return {
      help: `directly after a number \`%\` makes a ratio; for the remainder, write \`${spaced}…\` with spaces`,
      ...(isReal(token) ? { edits: [{ span: at(start(previous), start(token)), text: spaced }] } : {}),
    }
  },
  (found) => (found.token.image === '=' && found.expected.includes('`==`') ? { help: 'to compare, write `==`', edits: replace(found, '==') } : undefined),
  (found) => {
    const { token, expected, previous } = found
    if (token.image === ':' && expected.includes('`=`')) return { help: 'write `=`', edits: [...insert(found, start(token) === end(previous) ? ' ' : ''), ...replace(found, '=')] }
    if (token.image !== '=' || expected !== '`:`') return undefined
    return { help: 'the type of a name follows `:`', edits: [{ span: found.at(end(previous), end(token)), text: ':' }] }
  },
  // `stride: 2` among arguments.
  (found) => {
    if (found.token.image !== ':' || !found.expected.includes('`,` or `)`') || !tokenMatcher(found.previous, Word)) return undefined
    return { help: `an argument is named by \`=\`: \`${found.previous.image} = …\``, edits: [{ span: found.at(end(found.previous), end(found.token)), text: ' =' }] }
  },
  (found) => {
    const { token, expected } = found
    if (expected !== '`<=` or `>=`' || (token.image !== '<' && token.image !== '>')) return undefined
    return { help: `write \`${token.image}=\``, edits: replace(found, `${token.image}=`) }
  },
  // `share trunk = …`
  ({ at, beforePrevious, previous, token, expected }) => {
    if (beforePrevious.image !== 'share' || token.image !== '=' || expected !== 'a name') return undefined
    return {
      help: `how it is shared comes first: \`share hard ${previous.image} = …\``,
      edits: [{ span: at(start(previous), start(previous)), text: 'hard ' }],
    }
  },
  // `epochs = 20`, `loss: mse`
  ({ at, previous, token, next }) => {
    if ((token.image !== '=' && token.image !== ':') || !isSetting(previous)) return undefined
    const to = isReal(next) && next.tokenType !== Newline ? start(next) : end(token)
    return {
      help: `a setting and its value stand side by side: \`${previous.image} …\`, without the \`${token.image}\``,
      edits: [{ span: at(end(previous), to), text: ' ' }],
    }
  },
  // `import LeNet from "std/vision"`
  (found) => {
    const { at, previous, token, expected } = found
    if (previous.image !== 'import' || expected !== '`{`' || !tokenMatcher(token, Word)) return undefined
    return {
      help: `what is imported stands in braces: \`import { ${token.image} } from "…"\``,
      edits: [{ span: at(start(token), end(token)), text: `{ ${token.image} }` }],
    }
  },
  // `clip norm(1) value(1)`: values flow nowhere among the settings of a training.
  ({ token, next, expected }) => {
    if (!wantsEnd(expected) || !/in `(?:train|compress)`$/.test(expected) || Object.hasOwn(homes, token.image) || !isApplied(token, next)) return undefined
    return { help: `a setting takes one method: leave out \`${token.image}\`, or what stands before it` }
  },
  (found) => {
    const { token, next, expected } = found
    if (!wantsEnd(expected) || !isReal(token) || Object.hasOwn(homes, token.image)) return undefined
    if (!isApplied(token, next) && !(inExpression(expected) && tokenMatcher(token, Word))) return undefined
    return { help: `a value flows into a block through \`|>\`: write \`|> ${token.image}\``, edits: insert(found, ' |>') }
  },
  (found) => {
    const { token, expected } = found
    const inList = /^`,` or `[)\]>]`$/.test(expected)
    const value = [Word, Numeral, Quantity].some((type) => tokenMatcher(token, type)) || token.image.startsWith('"')
    if (!value || !isReal(token) || !(inList || (wantsEnd(expected) && expected.includes('`,`') && tokenMatcher(token, Word)))) return undefined
    return { help: inList ? 'part them by `,`' : 'settings on one line are parted by `,`', edits: insert(found, ',') }
  },
]

/** A line that begins with a block, after one that could have flowed into it. */
export function missingPipe(at: Placing, token: IToken, next: IToken): Advice | undefined {
  if (!isApplied(token, next)) return undefined
  return { help: 'to go on with the line before, begin this one with `|>`', edits: [{ span: at(start(token), start(token)), text: '|> ' }] }
}
