/** Every rule of the linter, in the order of the documentation; a new rule is a new file and a line here. */
import type { LintRule } from '../rule.js'
import { barePercent } from './bare-percent.js'
import { constantCondition } from './constant-condition.js'
import { denseOnImage } from './dense-on-image.js'
import { emptyBlock } from './empty-block.js'
import { ignoredWeight } from './ignored-weight.js'
import { imageNotNormalized } from './image-not-normalized.js'
import { linearStack } from './linear-stack.js'
import { lossScales } from './loss-scales.js'
import { mixedDirections } from './mixed-directions.js'
import { naming } from './naming.js'
import { narrowHead } from './narrow-head.js'
import { needlessBias } from './needless-bias.js'
import { needlessRepeat } from './needless-repeat.js'
import { needlessShare } from './needless-share.js'
import { neverReached } from './never-reached.js'
import { outputActivation } from './output-activation.js'
import { outputDropout } from './output-dropout.js'
import { shadowing } from './shadowing.js'
import { stopWithoutValidation } from './stop-without-validation.js'
import { undocumentedBlock } from './undocumented-block.js'
import { unusedDeclaration } from './unused-declaration.js'
import { unusedField } from './unused-field.js'
import { unusedImport } from './unused-import.js'
import { unusedLet } from './unused-let.js'
import { unusedParameter } from './unused-parameter.js'
import { unusedWeights } from './unused-weights.js'

export const rules: readonly LintRule[] = [
  naming, shadowing, unusedImport, unusedDeclaration, unusedLet, unusedParameter, unusedWeights, unusedField, undocumentedBlock,
  constantCondition, needlessRepeat, emptyBlock, needlessShare,
  needlessBias, linearStack, denseOnImage, imageNotNormalized,
  outputActivation, outputDropout, narrowHead, lossScales, ignoredWeight, mixedDirections, neverReached, stopWithoutValidation, barePercent,
]
