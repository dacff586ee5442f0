/** 1xxx: how a file is written. */
import { define } from './diagnostic.js'
import { writtenIn } from './written.js'

export const unexpectedCharacter = define<{ character: string }>('MTL1001', {
  message: ({ character }) => `unexpected character \`${character}\``,
  explanation: 'The file holds a character that is not part of the language outside strings and comments.',
})

export const unclosedString = define<Record<string, never>>('MTL1002', {
  message: () => 'this string is not closed before the line ends',
  help: () => 'add a `"` where the text ends; a line break inside a string is written `\\n`',
  explanation: 'A string begins with a double quote and must end with one on the same line.',
})

export const unclosedComment = define<Record<string, never>>('MTL1003', {
  message: () => 'this comment is never closed',
  help: () => 'add `*/` where the comment ends',
  explanation: 'A comment that begins with `/*` runs to the next `*/`, and the file ends before one comes.',
})

export const wrongQuotes = define<{ text: string }>('MTL1004', {
  message: () => 'strings are written in double quotes',
  help: ({ text }) => `write \`"${text}"\``,
  replacement: ({ text }) => `"${text.replaceAll('"', '\\"')}"`,
  explanation: 'Only double quotes enclose a string.',
})

export const unknownEscape = define<{ escape: string }>('MTL1005', {
  message: ({ escape }) => `\`${escape}\` means nothing in a string`,
  help: () => 'for a backslash itself write `\\\\`; the escapes are `\\"`, `\\\\`, `\\n`, `\\r`, `\\t` and `\\u{1F600}`',
  replacement: ({ escape }) => `\\${escape}`,
  explanation: 'A backslash in a string begins an escape, and this one is not among those the language has.',
})

export const malformedNumber = define<{ text: string; reason: string }>('MTL1006', {
  message: ({ text, reason }) => `\`${text.length > 40 ? `${text.slice(0, 40)}…` : text}\` is not a number: ${reason}`,
  explanation:
    'A number has digits before its point, and after it where there is one: `0.5`, `1.0`, `1e-3`. It must fit into a 64-bit float.',
})

export const unknownUnit = define<{ unit: string; suggestion?: string }>('MTL1007', {
  message: ({ unit }) => `\`${unit}\` is not a unit`,
  help: ({ suggestion }) =>
    suggestion === undefined
      ? 'units are `B KB MB GB KiB MiB GiB`, `us ms s min h`, `epoch(s) step(s)`, `%`, `pt` and `k M G`'
      : `did you mean ${suggestion}?`,
  replacement: ({ suggestion }) => /^`(\w+|%)`$/.exec(suggestion ?? '')?.[1],
  explanation: 'A number is followed by a word that is not one of the units of the language; units mind upper and lower case.',
})

export const spacedRatio = define<{ text: string }>('MTL1008', {
  message: () => 'a `%` after a space is the remainder of a division, and what to divide by is missing',
  help: ({ text }) => `for the ratio, write \`${text}%\` without the space`,
  replacement: ({ text }) => `${text}%`,
  explanation: 'Directly after a number `%` makes a ratio, as in `10%`. With a space between it is an operator, as in `7 % 2`.',
})

export const semicolon = define<Record<string, never>>('MTL1009', {
  message: () => 'there are no semicolons in this language',
  help: () => 'leave it out: a statement ends where its line ends, and commas separate settings on one line',
  explanation: 'Statements end at the end of a line. Several settings on one line are separated by commas.',
})

export const unclosedBracket = define<{ open: string; close: string }>('MTL1010', {
  message: ({ open }) => `this \`${open}\` is never closed`,
  help: ({ close }) => `add the missing \`${close}\``,
  explanation: 'A bracket is opened, and its counterpart does not come.',
})

export const unmatchedBracket = define<{ close: string; open: string }>('MTL1011', {
  message: ({ close, open }) => `this \`${close}\` closes nothing: no \`${open}\` is open here`,
  help: ({ close, open }) => `remove the \`${close}\`, or add the \`${open}\` that it belongs to`,
  replacement: () => '',
  explanation: 'A closing bracket stands where no bracket of its kind is open.',
})

export const nestedTooDeep = define<{ limit: number }>('MTL1012', {
  message: ({ limit }) => `this is nested more than ${limit} levels deep`,
  help: () => 'name parts of it by `let` or `const`, or move them into blocks of their own',
  explanation: 'Brackets, conditions or chains of operators are nested deeper than the compiler follows them.',
})

export const unexpectedToken = define<{ expected: string; found: string }>('MTL1013', {
  message: ({ expected, found }) => `expected ${expected}, found ${found}`,
  explanation: 'Something stands where the grammar has no place for it; the message says what would fit there.',
})

export const unknownStatement = define<{ found: string; where: string; fits: string; suggestion?: string }>('MTL1014', {
  message: ({ found, where }) => `${found} begins nothing that ${where} can hold`,
  help: ({ suggestion, fits }) => (suggestion === undefined ? `what fits here: ${fits}` : `did you mean \`${suggestion}\`?`),
  replacement: ({ suggestion }) => suggestion,
  explanation: 'A declaration, statement or setting begins with a word that its surroundings do not know.',
})

export const foreignWord = define<{ word: string; instead: string }>('MTL1015', {
  message: ({ word }) => `\`${word}\` is not part of this language`,
  help: ({ instead }) => instead,
  replacement: ({ instead }) => writtenIn(instead),
  explanation: 'The file uses a keyword or an operator of another language.',
})

export const repeatedSetting = define<{ setting: string; where: string }>('MTL1016', {
  message: ({ setting, where }) => `\`${setting}\` is set twice in ${where}`,
  help: () => 'keep one of the two',
  explanation: 'A setting that has one value is written more than once.',
})

export const strayExpression = define<Record<string, never>>('MTL1017', {
  message: () => 'the value of this line is not used: only the last line of a body is its value',
  help: () => 'name it with `let name = …`, or remove it',
  explanation: 'A body is a list of `let` and `param` lines and, last, one expression, which is its value.',
})

export const externWithBody = define<{ name: string }>('MTL1018', {
  message: ({ name }) => `the extern block \`${name}\` has a body`,
  help: () => 'remove the body, or the word `extern`',
  explanation: 'An `extern block` declares a primitive of the compiler: it has a signature and no body.',
})

export const blockWithoutBody = define<{ name: string }>('MTL1019', {
  message: ({ name }) => `the block \`${name}\` has no body`,
  help: () => 'add one in braces; its last line is what the block gives',
  explanation: 'A block says in braces what it computes; only an `extern block` has a signature alone.',
})

export const tooManyErrors = define<{ shown: number }>('MTL1020', {
  message: ({ shown }) => `this file has more than ${shown} syntax errors; the others are not shown`,
  explanation: 'The compiler stops listing syntax errors at some point; mend those it shows and run it again.',
})

export const fileTooLong = define<{ limit: number }>('MTL1021', {
  message: ({ limit }) => `this file holds more than ${limit.toLocaleString('en')} characters`,
  help: () => 'part it into files that import each other',
  explanation: 'Files are read whole; one that is longer than anybody writes is most likely no source text.',
})
