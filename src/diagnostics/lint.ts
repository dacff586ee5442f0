/** 7xxx: what the linter finds: nothing is wrong, but it is probably not what was meant. */
import { define } from './diagnostic.js'

// ── names ──

export const unknownLintRule = define<{ rule: string; suggestion?: string }>('MTL7001', {
  severity: 'warning',
  message: ({ rule }) => (rule === '' ? 'this comment names no lint rule' : `there is no lint rule called \`${rule}\``),
  help: ({ suggestion }) => (suggestion === undefined ? '`mtlc lint --rules` lists them' : `did you mean \`${suggestion}\`?`),
  replacement: ({ suggestion }) => suggestion,
  explanation: 'A `lint-ignore` comment names a rule that the linter does not have.',
})

export const unusedSuppression = define<{ rule: string; where: string }>('MTL7002', {
  severity: 'warning',
  message: ({ rule, where }) => `\`${rule}\` finds nothing ${where}`,
  help: () => 'take the comment out',
  explanation: 'A `lint-ignore` comment keeps a rule quiet that has nothing to say there.',
})

export const namingConvention = define<{ what: string; name: string; wanted: string; convention: string }>('MTL7010', {
  severity: 'warning',
  message: ({ what, name, convention }) => `${what} is called \`${name}\`, which is not ${convention}`,
  help: ({ wanted }) => `call it \`${wanted}\``,
  explanation:
    'Blocks, models, data sets and types are PascalCase, everything else is snake_case, and dimensions are as you like. A function (a block with one list) may be either. In a library (a file without model, `train` and `compress`) nothing that other files can use is renamed; nor is a field, which is named after its column.',
})

export const shadowedName = define<{ what: string; name: string; shadowed: string }>('MTL7011', {
  severity: 'warning',
  message: ({ what, name, shadowed }) => `${what} \`${name}\` hides ${shadowed} of the same name`,
  help: () => 'give it a name of its own',
  explanation:
    'A name hides another one: of the file, of the body around it, or of the core library. From there on, the outer one is out of reach, and readers may take one for the other. Fields of data are exempt, since columns have the names that they have.',
})

export const unusedImport = define<{ name: string; from: string }>('MTL7012', {
  severity: 'warning',
  message: ({ name, from }) => `\`${name}\` is imported from "${from}" and never used`,
  help: () => 'take it out of the import',
  explanation: 'An import brings in a name that the file does not use. In a library (a file without model, `train` and `compress`) the rule is silent: what such a file imports can be imported from it in turn.',
})

export const unusedDeclaration = define<{ what: string; name: string }>('MTL7013', {
  severity: 'warning',
  message: ({ what, name }) => `the ${what} \`${name}\` is never used`,
  help: () => 'use it or take it out',
  explanation:
    'A constant, type, block or data set is declared that nothing in the file uses. In a library (a file without model, `train` and `compress`) the rule is silent: its declarations are there to be imported.',
})

export const unusedLet = define<{ name: string }>('MTL7014', {
  severity: 'warning',
  message: ({ name }) => `the value of \`${name}\` is never used`,
  help: ({ name }) => `use it or take it out; \`_${name}\` says that it is meant to be unused`,
  explanation: 'A `let` computes a value that nothing reads, so that none of it becomes part of the model. Often another name was meant further down. Names that begin with `_` are left alone.',
})

export const unusedParameter = define<{ name: string; block: string }>('MTL7015', {
  severity: 'warning',
  message: ({ name, block }) => `\`${block}\` never uses its parameter \`${name}\``,
  help: ({ name }) => `use it or take it out; \`_${name}\` says that it is meant to be unused`,
  explanation: 'A block takes a setting or a tensor that neither its body nor its signature reads: what callers pass has no effect. Names that begin with `_` are left alone.',
})

export const unusedWeights = define<{ name: string; reason: 'unread' | 'unapplied' }>('MTL7016', {
  severity: 'warning',
  message: ({ name, reason }) => (reason === 'unread' ? `the weights \`${name}\` are never read` : `the block \`${name}\` is never applied, so that its weights are never made`),
  help: ({ reason }) => (reason === 'unread' ? 'use them in the value of the block, or take the `param` out' : 'apply it, as in `x |> …`, or take it out'),
  explanation: 'A `param` that nothing reads is no part of the model; nor is a block that a `let` names and nothing applies.',
})

export const unusedField = define<{ role: 'input' | 'target'; name: string; models: string }>('MTL7017', {
  severity: 'warning',
  message: ({ role, name, models }) => (role === 'input' ? `${models} never reads the input \`${name}\`` : `no task of ${models} predicts the target \`${name}\``),
  help: ({ role }) => (role === 'input' ? 'read it, or take it out: callers of the model would have to give it in vain' : 'add a task of that name, or take the target out'),
  explanation: 'A data set declares a field that the models on it leave aside. Its column must be there and is read and checked all the same, and an input has to be given to the finished model.',
})

export const undocumentedBlock = define<{ name: string }>('MTL7018', {
  severity: 'warning',
  message: ({ name }) => `\`${name}\` has no doc comment`,
  help: () => 'say above it, after `///`, what it computes and from which shape to which',
  explanation: 'A block of a library (a file without model, `train` and `compress`) is there for others, who read its `///` lines where they use it.',
})

// ── control ──

export const constantCondition = define<{ value: boolean }>('MTL7020', {
  severity: 'warning',
  message: ({ value }) => `this condition is always ${value}, so that one branch is never taken`,
  help: ({ value }) => `write what stands in the ${value ? 'first' : '`else`'} branch alone`,
  explanation: 'An `if` decides while the file is compiled. With `true` or `false` for its condition it decides nothing.',
})

export const needlessRepeat = define<{ count: number }>('MTL7021', {
  severity: 'warning',
  message: ({ count }) => (count === 0 ? '`repeat(0)` does nothing' : '`repeat(1)` is the block itself'),
  help: ({ count }) => (count === 0 ? 'take the stage out, or give another count' : 'write the block alone'),
  explanation: '`repeat(n) B` stacks n copies of a block. One copy needs no `repeat`, and none is no stage.',
})

export const emptyBlock = define<{ what: string; effect: string }>('MTL7022', {
  severity: 'warning',
  message: ({ what, effect }) => `${what} is empty: ${effect}`,
  help: ({ what }) => (what === 'this `train`' ? 'say at least `epochs`, so that readers see how it is trained' : 'fill it or take it out'),
  explanation: 'A `train` that says nothing hides behind defaults how the model is trained; a `compress` without passes and budget, and a budget without lines, ask for nothing.',
})

export const needlessShare = define<{ share: string; task: string }>('MTL7023', {
  severity: 'warning',
  message: ({ share, task }) => `only task \`${task}\` reads \`${share}\`, so that nothing is shared`,
  help: ({ share }) => `write \`let ${share} = …\`, or read it in another task`,
  explanation: 'A sharing scheme says what several tasks make of one representation. Read by one of them, it is a value like another, which `let` names.',
})

// ── layers ──

export const needlessBias = define<{ layer: string }>('MTL7030', {
  severity: 'warning',
  message: ({ layer }) => `the bias of \`${layer}\` does nothing: the normalisation after it takes any constant out again`,
  help: () => 'add `bias = false`',
  explanation: '`BatchNorm` subtracts the mean over the batch, and with it any bias that was added just before; its own learned shift takes its place (Ioffe & Szegedy 2015, section 3.2).',
})

export const linearStack = define<{ first: string; second: string }>('MTL7031', {
  severity: 'warning',
  message: ({ first, second }) => `\`${second}\` follows \`${first}\` with no activation between: together they are no more than one linear layer`,
  help: () => 'put an activation between them, such as `relu`',
  explanation: 'Two `Dense` in a row compute A(Bx + b) + a, which one `Dense` could. Where a matrix of low rank is meant, say so in a suppression.',
})

export const denseOnImage = define<{ layer: string }>('MTL7032', {
  severity: 'warning',
  message: ({ layer }) => `\`${layer}\` is applied to an image, of which it mixes each row by itself`,
  help: () => 'flatten the image before, by `|> flatten`, or take its mean, by `|> GlobalAvgPool()`',
  explanation: '`Dense` works over the last axis. Of an image f32[C, H, W] straight from a convolution or a pooling that is the width: rows and channels stay apart, which is seldom meant.',
})

export const imageNotNormalized = define<{ field: string }>('MTL7033', {
  severity: 'warning',
  message: ({ field }) => `the image \`${field}\` is not normalised`,
  help: ({ field }) => `add \`normalize ${field} auto\``,
  explanation: 'Pixels run from 0 to 1, all of them positive. Networks learn faster from inputs around 0 with a spread of 1 (LeCun et al., Efficient BackProp, 1998, section 4.3); `normalize … auto` measures both on the training part and does it inside the model.',
})

// ── tasks, training, budget ──

export const outputActivation = define<{ task: string; activation: string; loss: string }>('MTL7040', {
  severity: 'warning',
  message: ({ task, activation, loss }) => `task \`${task}\` ends in \`${activation}\`, but \`${loss}\` takes logits`,
  help: ({ activation }) => `take \`|> ${activation}\` out: the loss, and the finished model, make probabilities themselves`,
  explanation: 'Losses of labels and classes make probabilities of what a task predicts, by a softmax or a sigmoid, and so do the bindings. An activation before it bounds the logits: after another softmax or a sigmoid the model cannot become sure, and after `relu` no label can be voted down.',
})

export const outputDropout = define<{ task: string }>('MTL7041', {
  severity: 'warning',
  message: ({ task }) => `task \`${task}\` drops parts of its own prediction while it is trained`,
  help: () => 'move `Dropout` before the last layer',
  explanation: 'Dropout hides features from the layers after it. After the last layer there is none, so that it only adds noise to the loss.',
})

export const narrowHead = define<{ task: string; units: number; labels: number }>('MTL7042', {
  severity: 'warning',
  message: ({ task, units, labels }) => `task \`${task}\` tells ${labels} labels apart by ${units} features`,
  help: ({ labels }) => `give the layer before the last at least ${labels} units`,
  explanation: 'A layer before the last one is narrower than the number of labels: the logits lie in a space of fewer dimensions than there are labels, and cannot be chosen freely (Yang et al., Breaking the Softmax Bottleneck, 2018).',
})

export const lossScales = define<{ balance: string; regression: string; classification: string }>('MTL7043', {
  severity: 'warning',
  message: ({ balance, regression, classification }) =>
    `\`balance ${balance}\` adds the errors of ${regression}, in its target's unit, to the cross-entropy of ${classification} as they are`,
  help: () => 'let `balance uncertainty` find the weights, or give the tasks a `weight`',
  explanation: 'Cross-entropy begins near the logarithm of the number of labels; an error has its target\'s unit, a squared one the square of it, and may be thousands of times larger. Added with equal weights, the larger one is trained alone.',
})

export const ignoredWeight = define<{ task: string; weight: number }>('MTL7044', {
  severity: 'warning',
  message: ({ task, weight }) => `the weight ${weight} of task \`${task}\` has no effect: \`balance equal\` counts every task the same`,
  help: () => 'write `balance static` to use the weights, or take them out',
  explanation: '`balance equal` gives every task the weight 1, whatever the tasks say.',
})

export const mixedDirections = define<{ method: string; more: string; less: string }>('MTL7045', {
  severity: 'warning',
  message: ({ method, more, less }) => `it is not said what \`${method}\` goes by: of ${more} more is better, of ${less} less`,
  help: ({ method }) => `name one, as in \`${method}(metric = left.accuracy)\``,
  explanation: 'Without a metric, early stopping, and the schedule `plateau`, watch the mean of the tasks\' first metrics; one where less is better counts as 1 − value / first value. Where both kinds come together, which task decides is hard to foresee.',
})

export const neverReached = define<{ what: string; epochs: number }>('MTL7046', {
  severity: 'warning',
  message: ({ what, epochs }) => `${what}, but training ends after ${epochs} epoch${epochs === 1 ? '' : 's'}`,
  help: () => 'train for longer, or make it shorter',
  explanation: 'A patience, a warm-up or a step of the schedule is as long as the whole training or longer, so that what comes after it never happens.',
})

export const stopWithoutValidation = define<{ data: string; what: string }>('MTL7047', {
  severity: 'warning',
  message: ({ data, what }) => `\`${data}\` has no validation part, so that ${what} has nothing to go by`,
  help: () => 'give the split a part for it, as in `split validation 10% of train`',
  explanation: 'Early stopping, and the schedule `plateau`, watch metrics on the validation part. Without one the weights of the last epoch are kept, training runs to its end, and the learning rate stays.',
})

export const barePercent = define<{ bound: string; reason: string; meant: string }>('MTL7048', {
  severity: 'warning',
  message: ({ bound, reason }) => `\`${bound}\` asks for next to nothing: ${reason}`,
  help: ({ meant }) => `write ${meant}`,
  explanation: 'A percentage by itself is a share: `>= 1%` is an accuracy of 0.01, and `1% of dense` a hundredth of what the dense model reaches. What is meant is most often the loss of a point: `>= dense - 1 pt`, or `99% of dense`.',
})
