#!/usr/bin/env node
import { existsSync } from 'node:fs'

// A checkout has no bundle until it is built; the published package always has one.
if (existsSync(new URL('../dist/cli.js', import.meta.url))) {
  await import('../dist/cli.js')
} else {
  process.stderr.write('mtlc: this checkout is not built yet: run `npm run build`\n')
  process.exitCode = 2
}
