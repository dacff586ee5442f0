import { ebnf } from './ebnf.js'
import { languageConfiguration } from './configuration.js'
import { readRules } from './productions.js'
import { railroad } from './railroad.js'
import { textMate } from './textmate.js'

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

/** The files of `grammar/`, by name. */
export function generate(): ReadonlyMap<string, string> {
  const rules = readRules()
  return new Map([
    ['mtl.tmLanguage.json', json(textMate(rules))],
    ['language-configuration.json', json(languageConfiguration())],
    ['mtl.ebnf', ebnf(rules)],
    ['railroad.html', railroad(rules)],
  ])
}
