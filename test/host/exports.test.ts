import { describe, expect, test } from 'vitest'
import { resolveExports } from '../../src/host/exports.js'

describe('exports of a package', () => {
  test.each<[title: string, exports: unknown, subpath: string, found: string | undefined]>([
    ['a path is that of the package itself', './lib.mtl', '.', './lib.mtl'],
    ['and of nothing below it', './lib.mtl', './heads', undefined],
    ['conditions may stand alone', { mtl: './lib.mtl', default: './index.js' }, '.', './lib.mtl'],
    ['the first that holds is taken', { default: './index.js', mtl: './lib.mtl' }, '.', './index.js'],
    ['conditions of others do not hold', { import: './index.js', types: './index.d.ts' }, '.', undefined],
    ['conditions nest', { '.': { import: './index.js', mtl: { import: './no.mtl', default: './lib.mtl' } } }, '.', './lib.mtl'],
    ['where one leads nowhere, the next is tried', { '.': { mtl: { node: './no.mtl' }, default: './lib.mtl' } }, '.', './lib.mtl'],
    ['a subpath by its name', { '.': './lib.mtl', './heads': { mtl: './mtl/heads.mtl' } }, './heads', './mtl/heads.mtl'],
    ['a pattern', { './*': { mtl: './mtl/*.mtl' } }, './vision/heads', './mtl/vision/heads.mtl'],
    ['a pattern with an ending', { './*.mtl': './mtl/*.mtl' }, './heads.mtl', './mtl/heads.mtl'],
    ['a pattern that stands for nothing is none', { './a*': './mtl/*.mtl' }, './a', undefined],
    ['of patterns the longest before the star', { './*': './a/*.mtl', './heads/*': './b/*.mtl' }, './heads/x', './b/x.mtl'],
    ['of those the longest', { './*': './a/*.mtl', './*.mtl': './b/*.mtl' }, './x.mtl', './b/x.mtl'],
    ['a name before a pattern', { './*': './a/*.mtl', './x': './b.mtl' }, './x', './b.mtl'],
    ['each star stands for the same', { './*': './*/*.mtl' }, './x', './x/x.mtl'],
    ['null forbids', { './*': './mtl/*.mtl', './internal/*': null }, './internal/x', undefined],
    ['null in a list of conditions forbids too', { '.': { mtl: null, default: './lib.mtl' } }, '.', undefined],
    ['of a list the first that leads anywhere', { '.': ['../out.mtl', { mtl: './lib.mtl' }] }, '.', './lib.mtl'],
    ['a path out of the package leads nowhere', { './*': './*.mtl' }, './../../secret', undefined],
    ['one without a dot neither', { '.': 'lib.mtl' }, '.', undefined],
    ['nor one into other packages', { '.': './node_modules/x/lib.mtl' }, '.', undefined],
    ['nonsense gives nothing', 3, '.', undefined],
  ])('%s', (_, exports, subpath, found) => {
    expect(resolveExports(exports, subpath)).toBe(found)
  })
})
