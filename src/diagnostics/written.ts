/** Of a help that says in one word what to write, that word: "write `&&`". */
export const writtenIn = (help: string): string | undefined => /^write `(\S+|else if)`$/.exec(help)?.[1]
