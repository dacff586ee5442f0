/**
 * mtlc as a library: the compiler's front half, which needs no data and no engine, and what shows its
 * findings. The rest is run by the command line.
 */
export { check, type CheckContext, type Checked } from './check/check.js'
export type * from './check/typed.js'
export { catalogue } from './diagnostics/catalogue.js'
export { Failure, hasErrors, type Diagnostic, type DiagnosticKind, type Edit, type Related, type Severity, type Span } from './diagnostics/diagnostic.js'
export { applyEdits, chooseFixes, type Chosen } from './diagnostics/edits.js'
export { linesOf, type Lines, type Position, type Range } from './diagnostics/position.js'
export { renderPretty, summary, toJson, type JsonDiagnostic, type RenderOptions } from './diagnostics/render.js'
export type { Host } from './host/host.js'
export { nodeHost } from './host/node.js'
export { version } from './host/version.js'
export { graphCost, type GraphCost } from './ir/cost.js'
export type { Graph, Weights } from './ir/graph.js'
export { parseGraph, printGraph } from './ir/text.js'
export { lowerModel } from './lower/model.js'
export { toOnnx } from './onnx/write.js'
export { parse } from './syntax/parse.js'
export type * from './syntax/ast.js'
export type * from './types/field.js'
export type * from './types/tensor.js'
