/** Where to look for what makes a loss explode. */
export const extremes = (task: string): string => `look for extreme values in the inputs and in the targets of task \`${task}\``

/** What keeps a training from running away, in the words of the language. */
export const calmer = (clipped = false): string => `a lower \`lr\`${clipped ? '' : ', `clip norm(1)`'} or a longer \`warmup\``
