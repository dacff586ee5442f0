import ts from 'typescript'

/** What the compiler of a user's program says of a file, under strict settings. */
export function mistakesIn(path: string, types: string[] = []): readonly string[] {
  const program = ts.createProgram([path], {
    strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
    // Not ours to check; those of the emitted folder are.
    skipDefaultLibCheck: true, types,
  })
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}
