/** `mtl.ebnf`: the grammar in the notation of W3C's XML recommendation (section 6). */
import { definitions, nameOf } from './lexical.js'
import type { Production, Rules } from './productions.js'

const head = `/* The grammar of MTL, made from the parser by \`npm run grammar\`. Notation: W3C EBNF
   (Extensible Markup Language 1.0, section 6). Words in quotes are keywords only where they stand here;
   but for \`if else true false let\` they are names everywhere else. Line ends in round and square brackets,
   after operators and commas, and before \`|>\`, \`->\`, \`where\` and \`else\` mean nothing. */
`

export function ebnf(rules: Rules): string {
  const width = Math.max(...[...rules.keys(), ...definitions.map(([name]) => name)].map((name) => name.length))
  const line = (name: string, text: string): string => `${name.padEnd(width)} ::= ${text}`
  const grammar = [...rules].map(([name, rule]) => wrap(line(name, write(rule, 'choice')), width))
  return `${head}\n${grammar.join('\n')}\n\n/* Tokens. Spaces and comments may stand between any two. */\n\n${definitions.map(([name, text]) => wrap(line(name, text), width, false)).join('\n')}\n`
}

const bracket = (text: string, needed: boolean): string => (needed ? `( ${text} )` : text)

/** Brackets where the production binds looser than its place asks for. */
function write(production: Production, place: 'choice' | 'sequence' | 'item'): string {
  switch (production.kind) {
    case 'token': return nameOf(production.type)
    case 'rule': return production.name
    case 'sequence': return bracket(production.parts.map((part) => write(part, 'sequence')).join(' '), place === 'item')
    case 'choice': return bracket(production.alternatives.map((part) => write(part, 'sequence')).join(' | '), place !== 'choice')
    case 'optional': return `${write(production.item, 'item')}?`
    case 'repeat': return repeat(production, place)
  }
}

function repeat(production: Production & { kind: 'repeat' }, place: string): string {
  const { item, least, separator, trailing = false } = production
  if (separator === undefined) return `${write(item, 'item')}${least === 0 ? '*' : '+'}`
  const [each, parted] = [write(item, 'sequence'), write(separator, 'sequence')]
  const list = `${each} ( ${parted} ${each} )*${trailing ? ` ${parted}?` : ''}`
  return least === 0 ? `( ${list} )?` : bracket(list, place === 'item')
}

/** Breaks a rule that is too long for a line: before each alternative, or where lines are full. */
function wrap(text: string, indent: number, alternatives = true): string {
  if (text.length <= 120) return text
  const gap = ' '.repeat(indent + 3)
  const lines = ['']
  let depth = 0
  for (const word of text.split(' ')) {
    if (word === '(') depth++
    if (word === ')' || /^\)[*?+]$/.test(word)) depth--
    const last = lines.at(-1) ?? ''
    if ((alternatives && word === '|' && depth === 0) || last.length + word.length > 115) lines.push(word === '|' ? `${gap}|` : `${gap}  ${word}`)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines.join('\n')
}
