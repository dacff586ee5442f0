/** Why an import names nothing, in words, and what would mend it. */
export interface Unresolved {
  readonly reason: string
  readonly help?: string
}

/** What the compiler's front half asks of its surroundings, so that it also runs in a browser. */
export interface Host {
  /** Text of a file; undefined where there is none or it cannot be read. */
  readText(path: string): string | undefined
  /** Why a file cannot be read, in words, where the host knows. */
  whyUnreadable?(path: string): string | undefined
  /**
   * The path of the module that `specifier` names when imported by `from`: `std/…`, a relative path
   * (`.mtl` may be left out), or a package on the npm resolution path whose `exports` have an `mtl` condition.
   * Undefined where nothing is found.
   */
  resolve(specifier: string, from: string): string | undefined
  /** Why `resolve` finds nothing, where the host knows. */
  whyUnresolved?(specifier: string, from: string): Unresolved | undefined
}
