/** One line a finding, as compilers print them and editors read them: `digits.mtl:21:15: error[MTL2003]: …` */
import { places, type Reporter } from './reporter.js'

export const report: Reporter = (found, options) => {
  const place = places(options)
  return found
    .map(({ finding, about }) => {
      const { file, range } = place(finding.span, about)
      return `${file}:${range.start.line}:${range.start.column}: ${finding.severity}[${finding.code}]: ${finding.message.replaceAll(/\s*\n\s*/g, ' ')}\n`
    })
    .join('')
}
