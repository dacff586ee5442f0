import { belowOne, float, int, notNegative, positive, required, share, table, word, type Methods } from './method.js'

/** Steps of `augment`, which move the images of the training part about: each takes one value after its name. */
export const augmentations: Methods = table({
  flip: { doc: 'Mirrors half of the images.', implemented: true, parameters: { axis: word('Along which axis.', ['horizontal', 'vertical'], 'horizontal') } },
  shift: { doc: 'Moves each image, and fills with zeros.', implemented: true, parameters: { pixels: required(int('How far at most.', undefined, notNegative)) } },
  rotate: { doc: 'Turns each image about its middle.', implemented: true, parameters: { degrees: required(float('How far at most, to either side.', undefined, { least: 0, most: 180 })) } },
  crop: { doc: 'Pads each image and cuts it to its size anywhere.', implemented: false, parameters: { pixels: required(int('Padding on each side.', undefined, { least: 1 })) } },
  scale: { doc: 'Makes each image larger or smaller.', implemented: false, parameters: { by: required(float('Change at most: 0.2 is from 80 to 120%.', undefined, belowOne)) } },
  brightness: { doc: 'Adds the same to all pixels.', implemented: false, parameters: { by: required(float('Change at most, of the full range.', undefined, share)) } },
  contrast: { doc: 'Pulls pixels from their mean or towards it.', implemented: false, parameters: { by: required(float('Change at most: 0.2 is from 80 to 120%.', undefined, share)) } },
  noise: { doc: 'Adds Gaussian noise.', implemented: false, parameters: { std: required(float('Its standard deviation, of the full range.', undefined, positive)) } },
  erase: {
    doc: 'Sets a rectangle of each image to zero (Zhong et al., AAAI 2020).',
    implemented: false,
    parameters: { area: required(float('Share of the image at most.', undefined, { least: 0, most: 1, open: 'both' })) },
  },
})
