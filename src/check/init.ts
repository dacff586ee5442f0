/** `init from "weights.safetensors" { trunk from "backbone" }`: what training begins with. The file itself is not looked into here. */
import * as tasks from '../diagnostics/tasks.js'
import * as types from '../diagnostics/types.js'
import type { TrainSetting } from '../syntax/ast.js'
import { initialization } from './methods/passes.js'
import type { CheckedModel } from './model.js'
import type { Scope } from './scope.js'
import type { Session } from './session.js'
import { checkArguments } from './settings.js'
import type { TypedInit } from './typed.js'
import { checkWeightPath, textOfPath } from './weight-paths.js'

/** What ends otherwise is the folder of a run, unless it looks like another kind of file. */
const weightFile = /\.(safetensors|onnx)$/i
/** PyTorch's own files hold programs, which nobody should run to read weights. */
const ofPyTorch = /\.(pth?|ckpt|bin)$/i
const convert = 'write its state dict as safetensors, in Python: `safetensors.torch.save_file(torch.load(FILE, map_location="cpu"), "weights.safetensors")`'
const someFile = /\.[A-Za-z]\w*$/

export function checkInit(session: Session, setting: Extract<TrainSetting, { kind: 'from' }>, scope: Scope, model: CheckedModel | undefined): TypedInit | undefined {
  const method = checkArguments(session, 'init', setting.arguments, initialization, scope, setting.span)
  const { value: location, span } = setting.location
  if (!weightFile.test(location) && someFile.test(location)) {
    const needed = 'a `.safetensors` or `.onnx` file, or the folder of a run'
    session.report(types.outOfRange({ what: 'the source of `init`', needed, found: JSON.stringify(location) }, { span, ...(ofPyTorch.test(location) ? { help: convert } : {}) }))
    return undefined
  }
  const seen = new Set<string>()
  const mapping = setting.mapping?.map(({ path, prefix, span: whole }) => {
    const name = textOfPath(path)
    if (seen.has(name)) session.report(tasks.repeatedSetting({ setting: name, where: '`init`' }, { span: whole, edits: [session.without(whole)] }))
    else checkWeightPath(session, path, model, { single: true })
    seen.add(name)
    return { path: name, prefix: prefix.value }
  })
  return method === undefined ? undefined : { ...method, location, ...(mapping === undefined ? {} : { mapping }), place: span }
}
