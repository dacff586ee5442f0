import { __Name__ } from './build/__name__/index.js'

const model = await __Name__.load()
const { rent, demand, comfortable } = await model.predict({ area: 62, floor: 3, age: 12, noise: 48, district: 'harbour' })
console.log(`rent ${rent.toFixed(0)}, demand ${demand.label}, comfortable: ${comfortable.label} (${Math.round(100 * comfortable.probability)}%)`)
