/** What keeps a training from running away, in the words of the language. */
export const calmer = (clipped = false): string => `a lower \`lr\`${clipped ? '' : ', `clip norm(1)`'} or a longer \`warmup\``
