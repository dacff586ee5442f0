import { expect, test } from 'vitest'
import { covers } from '../../src/ir/path.js'

test.each([
  ['trunk', 'trunk', true],
  ['trunk.stem', 'trunk.stem.conv.weight', true],
  ['trunk.stem', 'trunk.stem2.conv.weight', false],
  ['trunk.stem.conv', 'trunk.stem', false],
  // A task's copy of a share, and of a value that the share reads.
  ['trunk.stem', 'trunk@left.stem.conv.weight', true],
  ['patches', 'trunk@left.patches.conv.weight', true],
  ['left', 'trunk@left.stem.conv.weight', false],
])('%s covers %s: %s', (above, path, expected) => expect(covers(above, path)).toBe(expected))
