/**
 * A thread that is ended in the midst of a native run takes the whole process down with it. The gate is
 * memory shared by the worker and its caller: the worker passes it around each native call, the caller
 * shuts it and waits until the worker is outside before the thread ends.
 */
export type Gate = Int32Array<SharedArrayBuffer>

const [shut, inside] = [0, 1]

export const createGate = (): Gate => new Int32Array(new SharedArrayBuffer(8))

/** Does `work` inside the gate; once the gate is shut, nothing begins any more. */
export async function passing<T>(gate: Gate, work: () => Promise<T>): Promise<T> {
  Atomics.add(gate, inside, 1)
  try {
    if (Atomics.load(gate, shut) === 0) return await work()
  } finally {
    Atomics.sub(gate, inside, 1)
    Atomics.notify(gate, inside)
  }
  // The thread is about to end: whoever waits for this is gone.
  return new Promise(() => undefined)
}

/** Shuts the gate and blocks until all work inside is done, or for so many milliseconds. */
export function shutGate(gate: Gate, milliseconds: number): void {
  Atomics.store(gate, shut, 1)
  const deadline = performance.now() + milliseconds
  for (;;) {
    const running = Atomics.load(gate, inside)
    const left = deadline - performance.now()
    if (running === 0 || left <= 0) return
    Atomics.wait(gate, inside, running, left)
  }
}
