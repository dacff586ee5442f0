import type { Form } from '../form.js'

export const after: Form = (_tf, [x]) => x
