import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TypedInit } from '../../check/typed.js'
import { renderPretty } from '../../diagnostics/render.js'
import type { Graph, Weights } from '../../ir/graph.js'
import { makeFolder, writeAtomically } from '../../storage/files.js'
import { loadInitial } from '../../train/initial/load.js'
import type { Loaded } from '../front.js'
import type { ProgressView } from '../progress/view.js'
import { shownPath, type Terminal } from '../terminal.js'

interface Beginning {
  readonly init: TypedInit | undefined
  readonly graph: Graph
  readonly loaded: Loaded
  /** Where the run writes, and its checkpoint below. */
  readonly directory: string
  readonly checkpoint: string
  readonly terminal: Terminal
  readonly quiet: boolean
  readonly progress: ProgressView
}

/** What training begins with instead of random values. What did not match is told, and in full in `init.json` beside the checkpoint. */
export async function initialWeights({ init, graph, loaded, directory, checkpoint, terminal, quiet, progress }: Beginning): Promise<Weights | undefined> {
  const list = join(checkpoint, 'init.json')
  if (init === undefined) {
    // That of an earlier run into this folder says nothing of this one.
    await rm(list, { force: true })
    return undefined
  }
  const { weights, match, findings } = await loadInitial(init, graph, dirname(loaded.program.path), directory)
  if (findings.length === 0) progress.note(`init: all ${match.taken.size} weights begin as in ${init.location}`)
  const options = { sources: loaded.sources, show: shownPath(terminal.directory), colors: terminal.errColors }
  if (!quiet) for (const finding of findings) terminal.err(`${renderPretty(finding, options)}\n`)
  await makeFolder(checkpoint)
  const { taken, ...rest } = match
  await writeAtomically(list, `${JSON.stringify({ from: init.location, taken: Object.fromEntries(taken), ...rest }, null, 2)}\n`)
  return weights
}
