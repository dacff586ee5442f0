/** What keeps a training from running away, in the words of the language. */
export const calmer = 'a lower `lr`, `clip norm(1)` or a longer `warmup`'
