/** Names of documents: URIs in the protocol, paths in the compiler. */
import { fileURLToPath, pathToFileURL } from 'node:url'

/** A file's path; a document that is no file keeps its URI for a path. */
export function pathOf(uri: string): string {
  if (!uri.startsWith('file:')) return uri
  try {
    return fileURLToPath(uri)
  } catch {
    return uri
  }
}

/** What a path is called in the protocol, where no open document says it. */
export const uriOf = (path: string): string => (isVirtual(path) ? path : pathToFileURL(path).href)

/** Whether a path is the URI of a document that is no file, such as `untitled:Untitled-1`; a drive letter is no scheme. */
export const isVirtual = (path: string): boolean => /^[a-z][a-z\d+.-]+:/i.test(path)
