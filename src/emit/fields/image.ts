import type { ImageField } from '../../types/field.js'
import type { InputCodec } from './codec.js'

const runtime = String.raw`
/** True for the bytes of a PNG, JPEG or WebP file. As many bytes as there are pixels are pixels, unless the file's mark is beyond doubt. */
function isEncodedImage(bytes, pixels) {
  const at = (start, text) => [...text].every((character, index) => bytes[start + index] === character.charCodeAt(0))
  if (at(0, '\x89PNG\r\n\x1a\n') || (at(0, 'RIFF') && at(8, 'WEBP'))) return true
  const jpeg = bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
  return jpeg && (bytes.length !== pixels || (bytes[pixels - 2] === 0xff && bytes[pixels - 1] === 0xd9))
}

/** Pixels 0-255 of an encoded image of the field's size, channel by channel. */
async function decodeImage(field, sample, bytes) {
  const [channels, height, width] = field.shape
  let sharp
  try {
    sharp = (await import('sharp')).default
  } catch {
    throw new Error(MODEL + ': ' + field.name + ': reading PNG, JPEG or WebP needs the package sharp (npm install sharp); or give the pixels')
  }
  // As training data is decoded: channels are converted, pixels are taken as they are stored.
  const source = sharp(bytes, { failOn: 'error' })
  const coloured = channels === 1 ? source.removeAlpha().greyscale() : source.toColourspace('srgb')
  const image = channels === 4 ? coloured.ensureAlpha() : coloured.removeAlpha()
  let decoded
  try {
    decoded = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
  } catch (error) {
    throw new TypeError(MODEL + ': ' + field.name + ': the image cannot be decoded: ' + error.message)
  }
  const { data, info } = decoded
  if (info.height !== height || info.width !== width) refuse(field, sample, 'an image of ' + height + ' by ' + width + ' pixels', 'one of ' + info.height + ' by ' + info.width)
  if (info.channels !== channels) refuse(field, sample, 'an image of ' + channels + ' channels', 'one of ' + info.channels)
  const pixels = new Uint8Array(channels * height * width)
  for (let channel = 0; channel < channels; channel++) {
    for (let place = 0; place < height * width; place++) pixels[channel * height * width + place] = data[place * channels + channel]
  }
  return pixels
}

async function encodeImage(field, values) {
  const size = field.shape.reduce((product, dim) => product * dim, 1)
  const expected = (type) => type + ' of ' + size + ' values (' + field.shape.join(' × ') + ')'
  const data = new Float32Array(values.length * size)
  for (let sample = 0; sample < values.length; sample++) {
    let value = values[sample]
    const kind = tag(value)
    if (kind === 'Uint8Array') {
      if (isEncodedImage(value, size)) value = await decodeImage(field, sample, value)
      if (value.length !== size) refuse(field, sample, expected('a Uint8Array') + ', or the bytes of a PNG, JPEG or WebP', describe(value))
      for (let index = 0; index < size; index++) data[sample * size + index] = value[index] / 255
    } else if (kind === 'Float32Array') {
      if (value.length !== size) refuse(field, sample, expected('a Float32Array'), describe(value))
      for (let index = 0; index < size; index++) {
        // Written so that NaN is refused too.
        if (!(value[index] >= -1e-3 && value[index] <= 1.001)) {
          refuse(field, sample, 'values from 0 to 1 (pixels 0-255 go into a Uint8Array)', value[index] + ' at index ' + index)
        }
      }
      data.set(value, sample * size)
    } else {
      refuse(field, sample, expected('a Float32Array or Uint8Array'), describe(value))
    }
  }
  return { [field.name]: ['float32', data, field.shape] }
}`

/** Pixels as numbers 0–1 or bytes 0–255, channel by channel, or an encoded file where sharp is installed. */
export const image: InputCodec<ImageField> = {
  type: () => 'Float32Array | Uint8Array',
  doc: ({ type: { channels, height, width } }) => [
    `${channels} × ${height} × ${width} (channels, rows, columns): a Float32Array of values 0–1, a Uint8Array of values 0–255,`,
    'or the bytes of a PNG, JPEG or WebP file of that size (needs the package sharp).',
  ],
  ports: ({ name, type }) => [{ name, dtype: 'f32', shape: [type.channels, type.height, type.width] }],
  spec: ({ type }) => ({ shape: [type.channels, type.height, type.width] }),
  encoder: 'encodeImage',
  runtime,
}
