import type { Part, TypedData } from '../check/typed.js'
import { Failure } from '../diagnostics/diagnostic.js'
import { cannotWrite } from '../diagnostics/run.js'
import { textOf, type Cell } from './cells.js'
import { isDivided, parts } from './split.js'
import { reasonOf, type Workspace } from './workspace.js'

/** The text that a group is known by. */
export const groupText = (cell: Cell): string => textOf(cell) ?? JSON.stringify(cell)

export interface SharedGroups {
  readonly count: number
  /** The first of them by name, and where it stands. */
  readonly example: string
  readonly parts: readonly Part[]
}

/** Whether groups must be held against each other: where sources of other parts stand beside what is divided. */
export const mayShareGroups = ({ split, sources }: TypedData): boolean =>
  split.kind === 'shares' && split.group !== undefined && sources.some(({ part }) => !isDivided(split, part))

/**
 * The groups of each part. Dividing keeps a group on one side of the part that is divided; a source of its own brings
 * what it has. DuckDB keeps the names, outside memory where there are many.
 */
export async function createGroups({ writing: connection, folder }: Workspace) {
  const failure = (error: unknown): Failure => new Failure(cannotWrite({ path: folder, reason: reasonOf(error) }))
  await connection.run('create table groups (part utinyint, name varchar)')
  const appender = await connection.createAppender('groups')
  let [last, lastPart]: [string | undefined, Part | undefined] = [undefined, undefined]

  function add(cell: Cell, part: Part): void {
    const name = groupText(cell)
    // Rows of one group often stand together.
    if (name === last && part === lastPart) return
    last = name
    lastPart = part
    try {
      appender.appendUTinyInt(parts.indexOf(part))
      appender.appendVarchar(name)
      appender.endRow()
    } catch (error) {
      throw failure(error)
    }
  }

  /** Undefined where no group is in more than one part. */
  async function finish(): Promise<SharedGroups | undefined> {
    const shared = 'select name, bit_or(1 << part::integer) as places from groups group by name having min(part) <> max(part)'
    const [count, example, where] = await find(`select count(*), min(name), arg_min(places, name) from (${shared})`)
    if (Number(count) === 0) return undefined
    return { count: Number(count), example: String(example), parts: parts.filter((_, index) => (Number(where) & (1 << index)) !== 0) }
  }

  async function find(query: string): Promise<readonly unknown[]> {
    try {
      appender.closeSync()
      return (await connection.runAndReadAll(query)).getRows()[0] ?? []
    } catch (error) {
      throw failure(error)
    }
  }

  return { add, finish }
}
