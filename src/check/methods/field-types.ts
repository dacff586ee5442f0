import { usualBoxes } from '../../types/fields.js'
import { int, required, table, type MethodParameter, type Methods, type MethodSpec } from './method.js'

/** A type that a data set's columns can have. */
export interface FieldSpec extends MethodSpec {
  readonly input: boolean
  readonly target: boolean
  /** What to use instead where a role is not its. */
  readonly help?: string
  /** What stands after its name: `<"cat", "dog">` or `<10>`, `[C, H, W]`; `(…)` where it has parameters. */
  readonly labels?: string
  readonly dimensions?: readonly string[]
  /** As the model reads it, or learns it: per sample. */
  readonly encoded: string
  /** What a task for it predicts. */
  readonly prediction?: string
  /** In the bindings. */
  readonly typescript: string
}

type Described = Omit<FieldSpec, 'parameters' | 'input' | 'target'> & { readonly parameters?: Readonly<Record<string, MethodParameter>> }

const input = (spec: Described): FieldSpec => ({ parameters: {}, ...spec, input: true, target: false })
const target = (spec: Described): FieldSpec => ({ parameters: {}, ...spec, input: false, target: true })
const both = (spec: Described): FieldSpec => ({ parameters: {}, ...spec, input: true, target: true })

const either = 'literal union of the labels, or `number`'

export const fieldTypes: Methods<FieldSpec> = table<FieldSpec>({
  image: input({
    doc: 'Pixels from 0 to 1, then normalised.',
    implemented: true,
    help: 'images are inputs; a class for each pixel is a `mask<…>[H, W]`',
    dimensions: ['channels', 'height', 'width'],
    encoded: 'f32[C, H, W]',
    typescript: 'pixels, or an encoded PNG, JPEG or WebP',
  }),
  number: both({ doc: 'One number.', implemented: true, encoded: 'f32[]', prediction: 'f32[]', typescript: '`number`' }),
  vector: both({ doc: 'A list of numbers of one length.', implemented: true, dimensions: ['size'], encoded: 'f32[n]', prediction: 'f32[n]', typescript: '`number[]`' }),
  category: input({
    doc: 'One of some values that a model reads; what is not among them has a code of its own.',
    implemented: true,
    help: 'declare it as `label<…>`, which a task can predict',
    labels: 'no, yes',
    encoded: 'i64[]',
    typescript: 'literal union of the values',
  }),
  text: both({
    doc: 'Words or pieces of words by their number, cut or padded to `max`. As an input, `.mask` is 1 for pieces and 0 for padding; as a target, `.before` is the piece before each place.',
    implemented: true,
    parameters: {
      max: required(int('Pieces of the longest text; what is longer is cut.', undefined, { least: 1 })),
      vocab: required(int('Different pieces, learned from the training part; three are padding, unknown and end.', undefined, { least: 4 })),
    },
    encoded: 'i64[n], and a mask f32[n]',
    prediction: 'f32[n, V], V different pieces',
    typescript: '`string`',
  }),
  label: target({
    doc: 'One of some labels.',
    implemented: true,
    help: 'declare it as `category<…>`, which a model can read',
    labels: 'no, yes',
    encoded: 'i64[]',
    prediction: 'f32[K]',
    typescript: `\`{ label, probability, probabilities }\`, the label a ${either}`,
  }),
  labels: target({
    doc: 'Any number of labels at once.',
    implemented: true,
    help: 'declare a `category<…>` for each, which a model can read',
    labels: 'red, round',
    encoded: 'f32[K]',
    prediction: 'f32[K]',
    typescript: `\`{ labels, probabilities }\`, each label a ${either}`,
  }),
  mask: target({
    doc: 'A class for each pixel.',
    implemented: true,
    help: 'declare it as `image[C, H, W]`, which a model can read',
    labels: 'sky, ground',
    dimensions: ['height', 'width'],
    encoded: 'i64[H, W]',
    prediction: 'f32[K, H, W]',
    typescript: '`{ width, height, labels, codes }`, a code for each pixel',
  }),
  boxes: target({
    doc: 'Boxes around things, each of a class.',
    implemented: true,
    help: 'boxes are targets',
    labels: 'car, person',
    parameters: { max: int('Boxes of a sample at most; a sample with more is a bad row.', usualBoxes, { least: 1, most: 10_000 }) },
    encoded: 'f32[max, 5]: class (−1 where there are no more), left, top, right, bottom from 0 to 1',
    prediction: 'a record of `classes` f32[K, h, w], `sides` f32[4, h, w] and `middle` f32[1, h, w], or several, one for each level',
    typescript: '`{ label, score, box }[]`, highest score first; `box` is `{ left, top, right, bottom }`',
  }),
  keypoints: target({
    doc: 'Points in a fixed order, each visible or not.',
    implemented: true,
    help: 'declare it as `vector[n]`, which a model can read',
    labels: 'left eye, right eye',
    encoded: 'f32[n, 3]: x and y from 0 to 1, and 1 where they are known',
    prediction: 'f32[n, h, w], heat maps of any size, or f32[n, 2], coordinates from 0 to 1',
    typescript: '`{ label, x, y, score }[]`, without a score for coordinates',
  }),
  tags: target({
    doc: 'A tag for each word of a text, at its first piece; `over` names the input where there are several.',
    implemented: true,
    help: 'tags are targets',
    labels: 'O, B-NAME, I-NAME',
    parameters: { over: { type: 'column', doc: 'The input of type `text` that is tagged; left out, the only one.' } },
    encoded: 'i64[T]',
    prediction: 'f32[T, K]',
    typescript: 'spans with labels and offsets',
  }),
  table: input({
    doc: 'All other columns, typed by looking at them: `.numbers` and `.categories`, with codes up to `.vocab`.',
    implemented: true,
    help: 'name the columns that are targets one by one',
    parameters: { except: { type: { list: 'column' }, doc: 'Columns to leave out.' } },
    encoded: 'numbers: f32[N], categories: i64[M]',
    typescript: 'object keyed by column',
  }),
})
