/** Every rule of the linter, in the order of the documentation; a new rule is a new file and a line here. */
import type { LintRule } from '../rule.js'
import { barePercents } from './bare-percent.js'
import { constantConditions } from './constant-condition.js'
import { densesOnImages } from './dense-on-image.js'
import { directionsMixed } from './mixed-directions.js'
import { emptyBlocks } from './empty-block.js'
import { ignoredWeights } from './ignored-weight.js'
import { imagesNotNormalized } from './image-not-normalized.js'
import { linearStacks } from './linear-stack.js'
import { lossesOfOtherScales } from './loss-scales.js'
import { naming } from './naming.js'
import { narrowHeads } from './narrow-head.js'
import { needlessBiases } from './needless-bias.js'
import { needlessRepeats } from './needless-repeat.js'
import { needlessShares } from './needless-share.js'
import { neversReached } from './never-reached.js'
import { outputActivations } from './output-activation.js'
import { outputDropouts } from './output-dropout.js'
import { shadowing } from './shadowing.js'
import { stopsWithoutValidation } from './stop-without-validation.js'
import { undocumentedBlocks } from './undocumented-block.js'
import { unusedDeclarations } from './unused-declaration.js'
import { unusedFields } from './unused-field.js'
import { unusedImports } from './unused-import.js'
import { unusedLets } from './unused-let.js'
import { unusedParameters } from './unused-parameter.js'
import { unusedWeights } from './unused-weights.js'

export const rules: readonly LintRule[] = [
  naming, shadowing, unusedImports, unusedDeclarations, unusedLets, unusedParameters, unusedWeights, unusedFields, undocumentedBlocks,
  constantConditions, needlessRepeats, emptyBlocks, needlessShares,
  needlessBiases, linearStacks, densesOnImages, imagesNotNormalized,
  outputActivations, outputDropouts, narrowHeads, lossesOfOtherScales, ignoredWeights, directionsMixed, neversReached, stopsWithoutValidation, barePercents,
]
