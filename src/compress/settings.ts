import type { TypedCompress, TypedTrain } from '../check/typed.js'
import { nothingToPrune, qualityNotMeasured, ratioOrBudget } from '../diagnostics/compression.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { flagOf, numberOf, textOf } from '../train/arguments.js'
import type { Metrics } from '../train/types.js'
import { calibrators } from './calibrators/index.js'
import type { Calibrator } from './calibrators/calibrator.js'
import type { ChannelGroups } from './groups.js'
import { importances } from './importance/index.js'
import type { Importance } from './importance/importance.js'
import { isFree, recipesOf, type Recipe } from './recipes.js'

/** The `compress` block as numbers, with defaults filled in. */
export interface Settings {
  /** What to try, in this order, until one meets the budget. */
  readonly recipes: readonly Recipe[]
  /** The share of channels to remove, where the file says it. */
  readonly ratio?: number
  readonly importance: Importance
  readonly calibrator: Calibrator
  /** One scale for each output channel of a weight, or one for all. */
  readonly perChannel: boolean
  /** Training samples that ranges are measured on. */
  readonly samples: number
  /** Epochs with fake quantisation; 0: after training only. */
  readonly aware: number
  /** Epochs of fine-tuning after pruning. */
  readonly epochs: number
  readonly distill?: { readonly temperature: number; readonly share: number }
}

/** A seventh of the training, and two epochs at least: enough to recover, short enough to wait for. */
export const fineTuneEpochs = (train: TypedTrain): number => Math.max(2, Math.round(train.epochs * 0.15))

function named<T>(table: ReadonlyMap<string, T>, name: string): T {
  const found = table.get(name)
  if (found === undefined) throw new Error(`there is nothing called ${name} among ${[...table.keys()].join(', ')}`)
  return found
}

export function settingsOf(compress: TypedCompress, train: TypedTrain): Settings {
  const { prune, quantize, distill } = compress
  const ratio = prune === undefined ? 0 : numberOf(prune, 'ratio', 0)
  return {
    recipes: recipesOf(compress),
    ...(ratio > 0 ? { ratio } : {}),
    importance: named(importances, (prune && textOf(prune, 'importance')) ?? 'taylor'),
    calibrator: named(calibrators, (quantize && textOf(quantize, 'calibration')) ?? 'percentile'),
    perChannel: quantize === undefined || flagOf(quantize, 'per_channel', true),
    samples: quantize === undefined ? 512 : numberOf(quantize, 'samples', 512),
    aware: quantize === undefined ? 0 : numberOf(quantize, 'aware', 0),
    epochs: fineTuneEpochs(train),
    ...(distill === undefined && !isFree(compress)
      ? {}
      : {
          distill: {
            temperature: distill === undefined ? 4 : numberOf(distill, 'temperature', 4),
            share: distill === undefined ? 0.5 : numberOf(distill, 'share', 0.5),
          },
        }),
  }
}

/** What is wrong with the block, seen from the model that it compresses and from what is known of its quality. */
export function checkSettings(
  { prune, budget }: TypedCompress,
  groups: ChannelGroups,
  dense: Metrics,
  validationSamples: number,
): readonly Diagnostic[] {
  const findings: Diagnostic[] = []
  if (prune !== undefined && numberOf(prune, 'ratio', 0) <= 0 && budget.length === 0) {
    findings.push(ratioOrBudget({}, { span: prune.span }))
  }
  if (prune !== undefined && groups.free.length === 0) {
    findings.push(nothingToPrune({ reasons: reasonsOf(groups) }, { span: prune.span }))
  }
  for (const { subject, text, span } of budget) {
    if (subject.kind !== 'metric' || Number.isFinite(dense[subject.task]?.[subject.metric])) continue
    findings.push(qualityNotMeasured({ line: text, samples: validationSamples }, { span }))
  }
  return findings
}

/** Why groups cannot lose channels, in words, for those that are not simply inputs or outputs. */
export function reasonsOf({ frozen }: ChannelGroups): readonly string[] {
  return frozen.flatMap(({ name, reason }) => {
    if (reason.kind === 'keep') return [`\`${name}\` is kept by \`keep ${reason.name}\``]
    return reason.kind === 'op' ? [`the channels of \`${name}\` pass through \`${reason.name}\`, which must keep them`] : []
  })
}
