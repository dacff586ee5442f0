/** Colours that stay apart for every kind of colour vision: Okabe & Ito, Color Universal Design, 2008. Text on them is dark. */

export interface Colour {
  /** Of boxes; light. */
  readonly fill: string
  /** Of what stands around boxes; lighter. */
  readonly ground: string
  /** Of lines; dark enough on white. */
  readonly stroke: string
}

type Rgb = readonly [number, number, number]

const hues: readonly Rgb[] = [
  [0x00, 0x72, 0xb2], // blue
  [0xe6, 0x9f, 0x00], // orange
  [0x00, 0x9e, 0x73], // bluish green
  [0xcc, 0x79, 0xa7], // reddish purple
  [0x56, 0xb4, 0xe9], // sky blue
  [0xd5, 0x5e, 0x00], // vermilion
  [0xf0, 0xe4, 0x42], // yellow
]

const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]

/** `share` of the way from one colour to another. */
const mix = (from: Rgb, to: Rgb, share: number): string =>
  `#${from.map((value, index) => Math.round(value + ((to[index] ?? 0) - value) * share).toString(16).padStart(2, '0')).join('')}`

const tints = (hue: Rgb, round: number): Colour => ({
  fill: mix(hue, white, 0.68 - 0.14 * (round % 3)),
  ground: mix(hue, white, 0.92),
  stroke: mix(hue, black, 0.25),
})

/** The nth colour; after the last hue they come again, stronger. */
export const colourAt = (index: number): Colour => tints(hues[index % hues.length] ?? black, Math.floor(index / hues.length))

/** What all tasks share. */
export const sharedColour: Colour = { fill: '#d9dde3', ground: '#f3f4f6', stroke: '#4b5563' }

/** What comes from the data. */
export const inputColour: Colour = { fill: '#ffffff', ground: '#ffffff', stroke: '#6b7280' }

export const inkColour = '#111827'
export const mutedColour = '#4b5563'
export const lineColour = '#6b7280'
