#!/usr/bin/env node
import { existsSync } from 'node:fs'
import module from 'node:module'

// Node.js 22 and later keep what they compiled; 20 has no such cache.
module.enableCompileCache?.()

// A checkout has no bundle until it is built; the published package always has one.
if (existsSync(new URL('../dist/cli.js', import.meta.url))) {
  await import('../dist/cli.js')
} else {
  process.stderr.write('mtlc: this checkout is not built yet: run `npm run build`\n')
  process.exitCode = 2
}
