import type { Session } from './engine.js'

/** The sessions that an engine has open in this thread: closing it closes them. */
export class KeptSessions {
  readonly #open = new Set<Session>()
  #closed = false

  async keep(opening: () => Promise<Session>): Promise<Session> {
    if (this.#closed) throw new Error('the engine is closed')
    const session = await opening()
    const kept: Session = {
      run: (inputs) => session.run(inputs),
      read: () => session.read(),
      time: (inputs, runs, warmup) => session.time(inputs, runs, warmup),
      close: async () => {
        this.#open.delete(kept)
        await session.close()
      },
    }
    this.#open.add(kept)
    return kept
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#open].map((session) => session.close()))
  }
}
