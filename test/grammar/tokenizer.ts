/** Scopes as an editor sees them: the generated grammar, run by VS Code's own engine. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import oniguruma from 'vscode-oniguruma'
import textmate from 'vscode-textmate'

export interface Scoped {
  readonly start: number
  readonly end: number
  readonly scopes: readonly string[]
}

/** A function from text to its pieces, with offsets into the text. */
export async function tokenizer(grammar: string): Promise<(text: string) => readonly Scoped[]> {
  await oniguruma.loadWASM(readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')))
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (name) => Promise.resolve(name === 'source.mtl' ? textmate.parseRawGrammar(grammar, 'mtl.json') : null),
  })
  const loaded = await registry.loadGrammar('source.mtl')
  if (loaded === null) throw new Error('the grammar cannot be loaded')
  return (text) => {
    const scoped: Scoped[] = []
    let [state, offset] = [textmate.INITIAL, 0]
    for (const line of text.split('\n')) {
      const { tokens, ruleStack } = loaded.tokenizeLine(line, state)
      for (const { startIndex, endIndex, scopes } of tokens) {
        scoped.push({ start: offset + startIndex, end: offset + Math.min(endIndex, line.length), scopes: scopes.slice(1).map((scope) => scope.replace(/\.mtl$/, '')) })
      }
      state = ruleStack
      offset += line.length + 1
    }
    return scoped
  }
}
