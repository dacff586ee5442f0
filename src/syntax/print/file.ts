/** A whole file: declarations, one after the other. */
import { builders } from 'prettier/doc'
import type * as ast from '../ast.js'
import { printBody } from './bodies.js'
import { printCompress } from './compress.js'
import { Cursor, type Doc, type Source } from './cursor.js'
import { printData } from './data.js'
import { printAlias, printBlock, printConst, printImport } from './declarations.js'
import { printExpression } from './expressions.js'
import { printModel } from './model.js'
import type { Printing } from './nodes.js'
import { layRows, plainStatement, readRows, type Statement } from './settings.js'
import { printTrain } from './train.js'
import { printType } from './types.js'

const { hardline } = builders

export interface Layout {
  readonly printWidth: number
  readonly tabWidth: number
}

/** The tree as a document of Prettier's; comments and what the tree does not keep come from the tokens. */
export function printFile(file: ast.File, source: Source, layout: Layout): Doc {
  const cursor = new Cursor(source, layout)
  const printing: Printing = { cursor, expression: printExpression, type: printType, body: printBody }
  const rows = readRows(cursor, file.declarations, (declaration) => printDeclaration(printing, declaration))
  const dangling = cursor.dangling()
  if (rows.length > 0) return [layRows(cursor, rows), ...dangling, hardline]
  // Without declarations, the first comment begins the file.
  return dangling.length === 0 ? '' : [...dangling.slice(1), hardline]
}

function printDeclaration(printing: Printing, node: ast.Declaration): Statement {
  switch (node.kind) {
    case 'import': return plainStatement(printImport(printing, node))
    case 'const': return plainStatement(printConst(printing, node))
    case 'type': return plainStatement(printAlias(printing, node))
    case 'block': return plainStatement(printBlock(printing, node))
    case 'data': return printData(printing, node)
    case 'model': return printModel(printing, node)
    case 'train': return printTrain(printing, node)
    case 'compress': return printCompress(printing, node)
    default: return node satisfies never
  }
}
