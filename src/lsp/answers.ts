/** How requests are answered: in their order, unless they were cancelled; an error is told and logged, and ends nothing. */
import { LSPErrorCodes, ResponseError, type CancellationToken, type Connection } from 'vscode-languageserver/node'

export type Answer<P, R> = (params: P, token: CancellationToken) => Promise<R>

export const cancelled = (): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled')

/** Lets messages that have arrived meanwhile be read: one of them may cancel what comes next. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export function answering(connection: Connection): <P, R>(what: string, work: (params: P, token: CancellationToken) => R | Promise<R>) => Answer<P, R> {
  return (what, work) => async (params, token) => {
    await breathe()
    if (token.isCancellationRequested) throw cancelled()
    try {
      return await work(params, token)
    } catch (error) {
      if (error instanceof ResponseError) throw error
      logError(connection, what, error)
      throw new ResponseError(LSPErrorCodes.RequestFailed, `${what} failed: ${messageOf(error)}`)
    }
  }
}

/** Runs what answers nothing; an error is logged. */
export async function guarded(connection: Connection, what: string, work: () => void | Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    logError(connection, what, error)
  }
}

function logError(connection: Connection, what: string, error: unknown): void {
  connection.console.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
