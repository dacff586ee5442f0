/** Settings of `train` that hold for some weights: `rate 0.1 for trunk.stem, left`, `decay 0 for trunk.norm`, `freeze trunk.stem`. */
import * as tasks from '../diagnostics/tasks.js'
import { covers } from '../ir/path.js'
import type { TrainSetting } from '../syntax/ast.js'
import { float, notNegative, positive, type MethodParameter } from './methods/method.js'
import type { CheckedModel } from './model.js'
import type { Scope } from './scope.js'
import type { Session } from './session.js'
import { checkSetting } from './settings.js'
import type { TypedTrain } from './typed.js'
import { checkWeightPath, textOfPath } from './weight-paths.js'

type PathSetting = Extract<TrainSetting, { kind: 'paths' }>

/** Each may stand more than once. */
export const trainPaths: Readonly<Record<string, { readonly factor?: MethodParameter }>> = {
  rate: { factor: float('What the learning rate is multiplied by.', undefined, positive) },
  decay: { factor: float('What weight decay is multiplied by; 0 for none.', undefined, notNegative) },
  freeze: {},
}

export function checkTrainPaths(
  session: Session, settings: readonly PathSetting[], scope: Scope, model: CheckedModel | undefined, where: string,
): Pick<TypedTrain, 'rates' | 'decays' | 'freeze'> {
  const seen = new Set<string>()
  const checked = settings.map((setting) => {
    const { name: { text }, factor: written } = setting
    const parameter = trainPaths[text]?.factor
    const factor = written === undefined || parameter === undefined ? undefined : checkSetting(session, `\`${text}\``, written, parameter, scope)
    const paths = setting.paths.map((path) => {
      const name = textOfPath(path)
      const [first, last] = [path[0]?.span ?? setting.span, path.at(-1)?.span ?? setting.span]
      checkWeightPath(session, path, model)
      if (seen.has(`${text} ${name}`)) session.report(tasks.repeatedSetting({ setting: `${text} … ${name}`, where }, { span: { ...first, end: last.end } }))
      seen.add(`${text} ${name}`)
      return { name, span: { ...first, end: last.end } }
    })
    return { setting: text, factor: typeof factor === 'number' ? factor : 1, paths }
  })
  const of = (name: string) => checked.filter(({ setting }) => setting === name).map(({ factor, paths }) => ({ factor, paths: paths.map((path) => path.name) }))
  const freeze = of('freeze').flatMap(({ paths }) => paths)
  for (const { setting, paths } of checked) {
    if (setting === 'freeze') continue
    for (const { name, span } of paths) if (freeze.some((path) => covers(path, name))) session.report(tasks.frozenFactor({ setting, path: name }, { span }))
  }
  const last = settings.findLast(({ name }) => name.text === 'freeze')
  if (last !== undefined && model?.sound === true && model.weights.every((weight) => freeze.some((path) => covers(path, weight)))) {
    session.report(tasks.nothingLearned({ model: model.name }, { span: last.span }))
  }
  return { rates: of('rate'), decays: of('decay'), freeze }
}

/** `decay … for` scales what the optimiser does not do. */
export function checkDecays(session: Session, settings: readonly PathSetting[], optimizer: TypedTrain['optimizer']): void {
  const [first] = settings.filter(({ name }) => name.text === 'decay')
  if (first === undefined || Number(optimizer.arguments['weight_decay'] ?? 0) > 0) return
  session.report(tasks.noDecay({ optimizer: optimizer.name }, { span: first.span }))
}
