/** Writes docs/language/methods.md: `npx tsx scripts/method-docs.ts`. */
import { writeFileSync } from 'node:fs'
import { methodPage } from '../src/check/methods/document.js'
import { methodGroups } from '../src/check/methods/index.js'

writeFileSync(new URL('../docs/language/methods.md', import.meta.url), methodPage(methodGroups))
