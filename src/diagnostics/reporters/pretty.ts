/** For people: code frames, and what was found in all. */
import { noColors } from '../colors.js'
import { renderPretty, summary } from '../render.js'
import type { Reporter } from './reporter.js'

export const report: Reporter = (found, options) => {
  const { subject, quiet = false, colors = noColors } = options
  if (found.length === 0) return quiet ? '' : `${colors.green('✓')} ${subject}: no findings\n`
  const findings = found.map(({ finding }) => finding)
  return `${findings.map((finding) => `${renderPretty(finding, options)}\n\n`).join('')}${summary(findings)} in ${subject}\n`
}
