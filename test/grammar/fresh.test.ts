import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { generate } from '../../scripts/grammar/generate.js'

const folder = new URL('../../grammar/', import.meta.url)

describe('grammar/', () => {
  const files = generate()

  it.each([...files.keys()])('%s is what `npm run grammar` writes', (name) => {
    // Without the difference, which would fill the screen.
    expect(readFileSync(new URL(name, folder), 'utf8') === files.get(name), 'run `npm run grammar`').toBe(true)
  })

  it('holds nothing else', () => {
    expect(readdirSync(folder).toSorted()).toEqual([...files.keys()].toSorted())
  })
})

describe('mtl.ebnf', () => {
  const text = generate().get('mtl.ebnf') ?? ''
  const [, body = ''] = text.split('*/\n\n')
  const defined = new Set([...text.matchAll(/^(\w+) +::=/gm)].map(([, name]) => name))

  it('defines every name that it uses', () => {
    const bare = text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/'[^']*'|"[^"]*"|\[[^\]]*\]|#x\w+/g, '')
    expect([...new Set(bare.match(/[A-Za-z_]\w*/g))].filter((name) => !defined.has(name))).toEqual([])
  })

  it('has the rules that it is read by, in the order of the file', () => {
    expect(body).toMatch(/^file +::= \( declaration \( NEWLINE declaration \)\* NEWLINE\? \)\?\n/)
    expect(text).toMatch(/^splitPart +::= NAME expression \( 'of' NAME \)\?$/m)
  })
})
