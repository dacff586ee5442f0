/**
 * The worker thread that ONNX Runtime lives in. Requests to one session take effect in the order in which they came;
 * those to different sessions may overlap.
 */
import { parentPort, workerData } from 'node:worker_threads'
import type { Feeds, Session } from './engine.js'
import { passing, type Gate } from './gate.js'
import { pack, type Answers, type Call, type Reply } from './protocol.js'
import { openSession, runtimeVersion } from './session.js'

const port = parentPort
if (port === null) throw new Error('the engine’s worker runs only as a worker thread')

const gate: Gate = workerData
const sessions = new Map<number, Session>()

function sessionOf(id: number): Session {
  const session = sessions.get(id)
  if (session === undefined) throw new Error('the session is closed')
  return session
}

async function answer(call: Call): Promise<Answers[keyof Answers]> {
  switch (call.kind) {
    case 'hello':
      return runtimeVersion()
    case 'open':
      sessions.set(call.session, await openSession(call.model, { around: (work) => passing(gate, work) }))
      return undefined
    case 'run':
      return sessionOf(call.session).run(call.inputs)
    case 'read':
      return sessionOf(call.session).read()
    case 'time':
      return sessionOf(call.session).time(call.inputs, call.runs, call.warmup)
    case 'close':
      await sessions.get(call.session)?.close()
      sessions.delete(call.session)
      return undefined
    case 'end':
      await Promise.all([...sessions.values()].map((session) => session.close()))
      sessions.clear()
      return undefined
  }
}

const isFeeds = (call: Call, value: Answers[keyof Answers]): value is Feeds =>
  value !== undefined && (call.kind === 'run' || call.kind === 'read')

port.on('message', async (call: Call) => {
  const send = (reply: Reply, buffers: ArrayBuffer[] = []) => port.postMessage(reply, buffers)
  try {
    const value = await answer(call)
    if (isFeeds(call, value)) {
      // The session's answers are copies already, so that they can be moved.
      const { feeds, buffers } = pack(value, true)
      send({ id: call.id, value: feeds }, buffers)
    } else {
      send({ id: call.id, value })
    }
  } catch (error) {
    send({ id: call.id, error: error instanceof Error ? error : new Error(String(error)) })
  }
  if (call.kind === 'end') port.close()
})
