import * as crypto from 'node:crypto'

/**
 * SHA-256: the same in every version of everything, so that what is derived from it (a row's part, the order of rows)
 * never changes. The call for short messages came with Node 20.12.
 */
export const digestOf: (content: Uint8Array | string) => Buffer =
  'hash' in crypto
    ? (content) => crypto.hash('sha256', content, 'buffer')
    : (content) => crypto.createHash('sha256').update(content).digest()
