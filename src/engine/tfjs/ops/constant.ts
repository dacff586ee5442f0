import { isTensor } from '../../../ops/attributes.js'
import type { Form } from '../form.js'
import { toTf } from '../tensors.js'

export const constant: Form = (tf, _inputs, { attributes: { value } }) => (isTensor(value) ? toTf(tf, value) : [])
