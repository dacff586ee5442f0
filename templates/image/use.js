import { __Name__ } from './build/__name__/index.js'

// A filled square of 10 by 10 pixels; encoded PNG, JPEG and WebP work too, where sharp is installed.
const pixels = Float32Array.from({ length: 400 }, (_, at) => (at % 20 >= 5 && at % 20 < 15 && at >= 100 && at < 300 ? 0.9 : 0.1))

const model = await __Name__.load()
const { shape, radius, filled } = await model.predict({ image: pixels })
console.log(`${shape.label} (${Math.round(100 * shape.probability)}%), radius ${radius.toFixed(1)}, filled: ${filled.label}`)
