import type { Form } from '../form.js'

export const embedding: Form = (tf, [weight, codes]) => tf.gather(weight, codes)
