import { schemes } from './methods/schemes.js'
import type { TypedModel } from './typed.js'

/** Whether later stages carry a model out: a program may hold, for tools, what this version cannot run. */
export const isRunnable = ({ shares }: TypedModel): boolean => shares.every(({ scheme }) => schemes.get(scheme.name)?.implemented === true)
