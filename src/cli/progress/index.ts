import type { Terminal } from '../terminal.js'
import { liveView } from './live.js'
import { plainView } from './plain.js'
import type { ProgressView, Render } from './view.js'

const silent: ProgressView = { show: () => {}, note: () => {}, clear: () => {} }

/** A live view on a terminal that can redraw, lines elsewhere, nothing where quiet is wanted. */
export const progressView = (terminal: Terminal, quiet: boolean, render: Render): ProgressView =>
  quiet ? silent : terminal.interactive ? liveView(terminal, render) : plainView(terminal, render)
