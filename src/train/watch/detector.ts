import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Begin, ByTask, Progress } from '../progress.js'

/** Something that is to be told, and which tasks it is about. */
export interface Found {
  readonly tasks: readonly string[]
  readonly finding: Diagnostic
}

export interface Seen<S> {
  readonly state: S
  /** A function where it has to know first how large each task's own gradient is, on the batch of the step. */
  readonly found?: readonly Found[] | ((gradientNorms: ByTask) => Found)
}

/** Looks for one kind of trouble in what a run tells. Pure; its state is JSON, so that a checkpoint holds it. */
export interface Detector<S> {
  readonly name: string
  init(about: Begin): S
  see(state: S, event: Progress, about: Begin): Seen<S>
}

/** A detector whose state only it looks into. */
export type AnyDetector = Detector<unknown>

/** Hides the state's type: what `see` is handed is what `init` or `see` of the same detector gave. */
export const define = <S>({ name, init, see }: Detector<S>): AnyDetector => ({
  name,
  init,
  see: (state, event, about) => see(state as S, event, about),
})

/** A value for each name. */
export const each = <V>(names: readonly string[], value: (name: string) => V): Readonly<Record<string, V>> =>
  Object.fromEntries(names.map((name) => [name, value(name)]))

export const namesOf = ({ tasks }: Begin): readonly string[] => tasks.map(({ name }) => name)
