// Makes data/flats.csv: 4,000 flats that were never built. The same seed gives the same rows; replace it by your own data.
import { mkdirSync, writeFileSync } from 'node:fs'

let seed = 1
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}
const around = (value, spread) => value + spread * (random() + random() - 1)
const pick = (list) => list[Math.floor(random() * list.length)]
const places = { centre: 6, north: 0, south: 3, harbour: 4 }

const rows = ['area,floor,age,noise,district,rent,demand,comfortable']
for (let row = 0; row < 4000; row++) {
  const district = pick(Object.keys(places))
  const area = Math.round(20 + 100 * random())
  const floor = Math.floor(9 * random())
  const age = Math.floor(80 * random())
  const noise = around(35 + 4 * places[district] - floor, 8)
  const rent = around(250 + area * (9 + places[district]) - 3 * age + 12 * floor, 90)
  const bargain = (area * (9 + places[district])) / rent
  const demand = bargain > 1.02 ? 'high' : bargain > 0.85 ? 'medium' : 'low'
  const comfortable = around(area / 12 - age / 25 - noise / 15, 1.5) > 0 ? 'yes' : 'no'
  // Not every flat was asked about: a missing answer counts for the other tasks all the same.
  rows.push([area, floor, age, noise.toFixed(1), district, rent.toFixed(0), demand, random() < 0.9 ? comfortable : ''].join(','))
}
mkdirSync('data', { recursive: true })
writeFileSync('data/flats.csv', `${rows.join('\n')}\n`)
console.log(`data/flats.csv: ${rows.length - 1} rows`)
