import type { Examples } from './example.js'

const commands = ['mtlc lint example.mtl']

/** Of suppressions; rules have their own. */
export const lint: Examples = {
  MTL7001: { text: '// lint-ignore-file namign: as in the paper\nconst K = 32\n', commands, also: ['MTL7010'] },
  MTL7002: { text: '// lint-ignore-file unused-let: tried out by hand\nconst width = 32\n', commands },
}
