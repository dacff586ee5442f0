/** The ways of printing findings, by name; each is loaded when it is asked for. */
import type { Reporter } from './reporter.js'

export const reporters = {
  pretty: async (): Promise<Reporter> => (await import('./pretty.js')).report,
  concise: async (): Promise<Reporter> => (await import('./concise.js')).report,
  json: async (): Promise<Reporter> => (await import('./json.js')).report,
  github: async (): Promise<Reporter> => (await import('./github.js')).report,
  sarif: async (): Promise<Reporter> => (await import('./sarif.js')).report,
} as const

export type Format = keyof typeof reporters
