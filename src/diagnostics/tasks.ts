/** 3xxx: tasks, sharing, balance and training settings. */
import { define } from './diagnostic.js'

const didYouMean = ({ suggestion, known }: { suggestion?: string; known: string }): string | undefined =>
  suggestion === undefined ? (known === '' ? undefined : `there is ${known}`) : `did you mean \`${suggestion}\`?`

/** Of a list that names one thing, that thing. */
const only = (listed: string): string | undefined => /^`(\w+)`$/.exec(listed)?.[1]

const suggested = ({ suggestion }: { suggestion?: string }): string | undefined => suggestion

export const notImplemented = define<{ what: string }>('MTL3001', {
  message: ({ what }) => `${what} is part of the language, but this version of the compiler cannot run it yet`,
  // Where a table knows what can stand there instead, the raise site says so.
  help: () => 'leave it out, or write it with what this version runs',
  explanation: 'The file is well formed, but asks for something that this version parses and does not carry out.',
})

export const unknownMethod = define<{ kind: string; name: string; known: string; suggestion?: string }>('MTL3002', {
  message: ({ kind, name }) => `there is no ${kind} called \`${name}\``,
  help: didYouMean,
  replacement: suggested,
  explanation: 'A loss, metric, sharing scheme, balance, optimizer, schedule, pass or target is named that the language does not have.',
})

export const lossMismatch = define<{ task: string; loss: string; field: string; fits: string }>('MTL3003', {
  message: ({ task, loss, field }) => `the loss \`${loss}\` of task \`${task}\` does not fit its target, ${field}`,
  help: ({ fits }) => (fits === '' ? undefined : only(fits) === undefined ? `losses that fit: ${fits}` : `write ${fits}`),
  replacement: ({ fits }) => only(fits),
  explanation: 'A loss is defined for some kinds of targets: cross entropy for labels, squared error for numbers.',
})

export const metricMismatch = define<{ task: string; metric: string; field: string; fits: string }>('MTL3004', {
  message: ({ task, metric, field }) => `the metric \`${metric}\` of task \`${task}\` does not fit its target, ${field}`,
  help: ({ fits }) => (fits === '' ? undefined : `metrics that fit: ${fits}`),
  replacement: ({ fits }) => only(fits),
  explanation: 'A metric is defined for some kinds of targets: accuracy for labels, errors for numbers.',
})

export const taskWithoutTarget = define<{ task: string; data: string; known: string; suggestion?: string }>('MTL3005', {
  message: ({ task, data }) => `task \`${task}\` has no target: \`${data}\` declares no target of that name`,
  help: ({ suggestion, known }) => (suggestion === undefined ? (known === '' ? undefined : `its targets are ${known}`) : `did you mean \`${suggestion}\`?`),
  replacement: suggested,
  explanation: 'A task learns the target of its own name, which its model\'s data set has to declare.',
})

export const taskWithoutPrediction = define<{ task: string }>('MTL3006', {
  message: ({ task }) => `task \`${task}\` predicts nothing`,
  help: ({ task }) => `write \`task ${task} = …\`, or add a line \`predict …\``,
  explanation: 'A task must say by which expression its target is predicted.',
})

export const unreadShare = define<{ share: string }>('MTL3007', {
  severity: 'warning',
  message: ({ share }) => `no task reads \`${share}\``,
  help: () => 'use it in a task, or remove it; it is left out of the model',
  explanation: 'A shared representation is declared, but no task builds upon it.',
})

export const shareOutsideTasks = define<{ share: string; task: string; tasks: string }>('MTL3008', {
  message: ({ share, task, tasks }) => `task \`${task}\` reads \`${share}\`, which is shared for ${tasks} alone`,
  help: ({ share, task }) => `add \`${task}\` to the tasks after \`for\` where \`${share}\` is declared`,
  explanation: 'A share that is restricted to some tasks is read by another one.',
})

export const unknownSetting = define<{ setting: string; where: string; known: string; suggestion?: string }>('MTL3009', {
  message: ({ setting, where }) => `${where} has no setting called \`${setting}\``,
  help: didYouMean,
  replacement: suggested,
  explanation: 'A setting is written that a `train` or `compress` block, or a budget, does not have.',
})

export const repeatedSetting = define<{ setting: string; where: string }>('MTL3010', {
  message: ({ setting, where }) => `\`${setting}\` is set twice in ${where}`,
  help: () => 'keep one of them',
  explanation: 'A setting that has one value is written twice.',
})

export const badOverride = define<{ override: string; reason: string }>('MTL3011', {
  message: ({ override, reason }) => `cannot use \`--set ${override}\`: ${reason}`,
  help: () => 'write it as in `--set train.epochs=3` or `--set "train.optimizer=sgd(lr = 0.01)"`',
  explanation: 'A setting that was given on the command line cannot be read, or names nothing that the file could hold.',
})

export const modelWithoutTasks = define<{ model: string }>('MTL3012', {
  message: ({ model }) => `the model \`${model}\` has no task`,
  help: () => 'add `task NAME = …` for a target of its data set',
  explanation: 'A model is trained on its tasks, so that it needs at least one.',
})

export const repeatedBlock = define<{ what: string; model: string }>('MTL3013', {
  message: ({ what, model }) => `the model \`${model}\` has two \`${what}\` blocks`,
  help: () => 'keep one of them',
  explanation: 'A model is trained and compressed in one way, so that a file holds at most one such block for it.',
})

export const unknownBudgetMetric = define<{ task: string; metric: string; known: string; suggestion?: string }>('MTL3014', {
  message: ({ task, metric }) => `task \`${task}\` has no metric called \`${metric}\``,
  help: ({ known, suggestion }) => (suggestion === undefined ? `its metrics are ${known}` : `did you mean \`${suggestion}\`? Its metrics are ${known}`),
  replacement: suggested,
  explanation: 'A budget line can hold the metrics that its task declares, or has by default.',
})

export const budgetDirection = define<{ subject: string; comparison: string; reason: string }>('MTL3015', {
  message: ({ subject, comparison, reason }) => `\`${subject} ${comparison}\` bounds the wrong side: ${reason}`,
  help: ({ comparison }) => `write \`${comparison === '<=' ? '>=' : '<='}\``,
  explanation: 'A budget limits costs from above and quality from below.',
})

export const budgetReference = define<{ subject: string; reason: string }>('MTL3016', {
  message: ({ subject, reason }) => `the bound of \`${subject}\` has no clear meaning: ${reason}`,
  explanation: 'A bound against the dense model, or against a model of one task, must say whether it is absolute or relative.',
})

export const metricNotMeasured = define<{ metric: string; known: string; suggestion?: string }>('MTL3017', {
  message: ({ metric }) => `no task of the model measures \`${metric}\``,
  help: didYouMean,
  explanation: 'Early stopping, and the schedule `plateau`, watch a metric that a task of the model has, written as `accuracy` or `left.accuracy`.',
})

export const conflictingArguments = define<{ of: string; reason: string }>('MTL3018', {
  message: ({ of, reason }) => `the settings of \`${of}\` do not go together: ${reason}`,
  explanation: 'Each argument of a method is sound by itself, but two of them, or one and the target of the task, contradict each other.',
})

export const lossMayBeNegative = define<{ balance: string; task: string; loss: string }>('MTL3019', {
  message: ({ balance, task, loss }) => `\`balance ${balance}\` needs losses of more than 0, and \`${loss}\` of task \`${task}\` can be less`,
  help: () => 'choose another loss for the task, or a balance that does not look at how large losses are, such as `static` or `equal`',
  explanation: 'Some ways of balancing take logarithms or ratios of losses. A loss that can be 0 or less, such as the negative log of a density, makes them explode.',
})

export const nothingToBalance = define<{ balance: string; task: string }>('MTL3020', {
  severity: 'warning',
  message: ({ balance, task }) => `\`balance ${balance}\` does nothing: \`${task}\` is the only task of the model`,
  help: () => 'leave it out; a single task has no gradients to weigh against each other',
  explanation: 'Balancing by gradients combines those of several tasks on the weights that they share. With one task the result is its gradient.',
})

export const tooManyGroups = define<{ groups: number; tasks: number }>('MTL3021', {
  message: ({ groups, tasks }) => `\`max_groups\` is ${groups}, but the model has ${tasks === 1 ? 'one task' : `${tasks} tasks`}`,
  help: ({ tasks }) => (tasks < 2 ? 'leave the selection out: one task makes one group' : `write at most ${tasks}, a group for each task`),
  explanation: 'Selecting tasks divides them into groups that are trained together. There cannot be more groups than tasks.',
})

export const nothingLearned = define<{ model: string }>('MTL3022', {
  message: ({ model }) => `nothing of \`${model}\` is left to learn: all of its weights are frozen`,
  help: () => 'freeze fewer weights, such as those of a share alone',
  explanation: 'Frozen weights stay as they began. A training that freezes all of them would change nothing.',
})

export const noDecay = define<{ optimizer: string }>('MTL3023', {
  severity: 'warning',
  message: ({ optimizer }) => `\`decay\` does nothing: \`${optimizer}\` takes no share of the weights away`,
  help: () => 'leave it out, or choose an optimizer with a `weight_decay` of more than 0, such as `adamw`',
  explanation: 'A line `decay … for …` multiplies the weight decay of the optimizer for some weights, which has to be there for that.',
})

export const frozenFactor = define<{ setting: string; path: string }>('MTL3025', {
  severity: 'warning',
  message: ({ setting, path }) => `\`${setting} … for ${path}\` does nothing: these weights are frozen`,
  help: ({ setting }) => `take it out of \`${setting}\`, or out of \`freeze\``,
  explanation: 'Frozen weights stay as they began, whatever their learning rate or their decay.',
})

export const targetRead = define<{ target: string }>('MTL3024', {
  message: ({ target }) => `\`${target}.before\` is of what task \`${target}\` is to write, and nothing else may read it`,
  help: ({ target }) => `read \`${target}.before\` in the prediction of task \`${target}\` itself`,
  explanation: 'While training, a text that is predicted can be read place by place, each with the pieces before it. A share or another task that read it would be told the answer, and would have nothing to read once the model is used.',
})
