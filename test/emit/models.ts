import type { TypedExpression, TypedModel } from '../../src/check/typed.js'
import { apply, field, input, model, representation, share, task } from '../lower/build.js'

/** A number, a vector and a category → a label of words and a number; every doc comment filled in. */
export function mixed(name = 'Pets'): TypedModel {
  const age = apply('reshape', 'trunk.reshape', [input('age', [])], [1], { dims: [1] })
  const breed = apply('Embedding', 'trunk.embedding', [input('breed', [], 'i64')], [4], { vocab: 3, dim: 4 })
  const joined = apply('concat', 'trunk.concat', [age, input('size', [3]), breed], [8], { axis: 0 })
  const hidden: TypedExpression = apply('relu', 'trunk.relu', [apply('Dense', 'trunk.dense', [joined], [6], { units: 6, bias: true })], [6])
  const read = representation('trunk', [6])
  const dense = (path: string, units: number) => apply('Dense', path, [read], [units], { units, bias: true })
  return {
    ...model(
      name,
      [
        { ...field('age', { kind: 'number' }), doc: 'In years.' },
        field('size', { kind: 'vector', size: 3 }, { mean: [1], std: [2] }),
        { ...field('breed', { kind: 'category', labels: ['long "hair"', 'short'] }), doc: 'Ends a comment? */ No.' },
      ],
      [share('trunk', 'hard', hidden, ['kind', 'weight'])],
      [
        task('kind', { kind: 'label', labels: ['cat', 'dog'], numeric: false }, dense('kind.dense', 2)),
        task('weight', { kind: 'number' }, dense('weight.dense', 1), { doc: 'In kilograms.' }),
      ],
    ),
    doc: 'Says what animal it is.\nAnd what it weighs.',
  }
}
