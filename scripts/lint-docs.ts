/** Writes docs/linting.md: `npx tsx scripts/lint-docs.ts`. */
import { writeFileSync } from 'node:fs'
import { lintPage } from '../src/lint/document.js'
import { rules } from '../src/lint/rules/index.js'

writeFileSync(new URL('../docs/linting.md', import.meta.url), lintPage(rules))
