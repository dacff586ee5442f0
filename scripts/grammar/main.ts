/** `npm run grammar`: writes what editors and readers need of the grammar, made from the tokens and the parser. */
import { writeFile } from 'node:fs/promises'
import { generate } from './generate.js'

const folder = new URL('../../grammar/', import.meta.url)
for (const [name, text] of generate()) {
  await writeFile(new URL(name, folder), text)
  console.log(`grammar/${name}: ${Buffer.byteLength(text)} bytes`)
}
