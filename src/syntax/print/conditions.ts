/**
 * `if c { a } else { b }`: on one line; or with each `else` below its `if`, as long as each branch fits on its line; or with
 * branches on lines of their own. What the author broke stays broken.
 */
import { builders, utils } from 'prettier/doc'
import type * as ast from '../ast.js'
import type { Doc } from './cursor.js'
import { fits } from './measure.js'
import type { Braced, Placed, Printing } from './nodes.js'

const { align, group, hardline, line } = builders
const { removeLines } = utils

interface Branch {
  /** Comments above. */
  readonly lead: Doc
  /** `if c `, `else if c `, `else `. */
  readonly head: Doc
  readonly body: Braced
  /** Written on a line of its own. */
  readonly below: boolean
  /** A comment needs the line before it to end. */
  readonly apart: boolean
}

export function printIf(printing: Printing, node: ast.IfExpression): Placed {
  const { cursor } = printing
  const { indentation } = cursor
  const branches = [...readBranches(printing, node)]
  const forced = branches.some(({ body }) => body.forced)
  const below = branches.some((branch) => branch.below || branch.apart)
  return (column) => {
    const room = cursor.width - indentation - column
    const lines = branches.map(({ head, body }) => [head, body.lay(body.forced ? 'open' : 'inline')])
    if (!forced && lines.every((each) => fits(each, room))) {
      const [first = '', ...others] = lines.map((each) => removeLines(each))
      return group([first, others.map((each, index) => [align(column, [line, branches[index + 1]?.lead ?? '']), each])], { shouldBreak: below })
    }
    return branches.map(({ lead, head, body, apart }, index) => {
      const previous = branches[index - 1]?.body
      const open = isOpen(body, lines[index] ?? '')
      const cuddled = previous !== undefined && !apart && isOpen(previous, lines[index - 1] ?? '')
      return [previous === undefined ? '' : cuddled ? ' ' : hardline, lead, open ? [head, body.lay('open')] : removeLines(lines[index] ?? '')]
    })

    function isOpen(body: Braced, row: Doc): boolean {
      return !forced || body.forced || !fits(row, room)
    }
  }
}

function* readBranches(printing: Printing, node: ast.IfExpression): Generator<Branch> {
  const { cursor } = printing
  let [lead, head, below, apart]: [Doc, Doc, boolean, boolean] = ['', '', false, false]
  for (let next: ast.IfExpression | undefined = node; next !== undefined; ) {
    const start = cursor.take('if')
    const condition = printing.expression(printing, next.condition)(3)
    yield { lead, head: [head, start, ' ', condition, cursor.space()], body: printing.body(printing, next.then), below, apart }
    const { otherwise }: ast.IfExpression = next
    if (otherwise === undefined) return
    below = cursor.newlineAhead()
    apart = cursor.lineCommentAhead()
    lead = cursor.leading()
    head = [cursor.take('else'), cursor.space()]
    if (cursor.word !== 'if') {
      yield { lead, head, body: printing.body(printing, otherwise), below, apart }
      return
    }
    next = otherwise.result?.kind === 'if' ? otherwise.result : undefined
  }
}
