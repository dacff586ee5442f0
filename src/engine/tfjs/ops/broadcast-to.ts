import type { Form } from '../form.js'
import { widened } from '../shapes.js'

export const broadcastTo: Form = (tf, [x, like]) => widened(tf, x, like.shape)
