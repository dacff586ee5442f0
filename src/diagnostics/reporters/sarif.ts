/** SARIF 2.1.0 (OASIS), as code scanning services read it: the catalogue as rules, findings as results, edits as fixes. */
import { catalogue } from '../catalogue.js'
import type { Edit, Severity } from '../diagnostic.js'
import type { Range } from '../position.js'
import { places, type Place, type Reporter } from './reporter.js'

const levels: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'note' }

/** A relative path stays relative, to where the log is read; an absolute one becomes a `file:` URI. */
function uriOf(path: string): string {
  const parts = path.replaceAll('\\', '/').split('/').map(encodeURIComponent)
  const written = parts.join('/').replace(/^([A-Za-z])%3A\//, '/$1:/')
  return written.startsWith('/') ? `file://${written}` : written
}

const regionOf = ({ start, end }: Range) => ({ startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column })
const locationOf = ({ file, range }: Place) => ({ physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: regionOf(range) } })

const rules = [...catalogue.values()].map(({ code, severity, name, title, explanation }) => ({
  id: code,
  name,
  shortDescription: { text: title },
  fullDescription: { text: explanation },
  help: { text: `${explanation}\n\n\`mtlc explain ${code}\` shows an example.` },
  defaultConfiguration: { level: levels[severity] },
}))
const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]))

export const report: Reporter = (found, options) => {
  const place = places(options)
  const fixOf = (edits: readonly Edit[], about: string, help: string) => {
    const files = new Map<string, Edit[]>()
    for (const edit of edits) files.set(edit.span.file, [...(files.get(edit.span.file) ?? []), edit])
    const changes = [...files.values()].map((own) => ({
      artifactLocation: { uri: uriOf(place(own[0]?.span, about).file) },
      replacements: own.map(({ span, text }) => ({ deletedRegion: regionOf(place(span, about).range), insertedContent: { text } })),
    }))
    return { description: { text: help }, artifactChanges: changes }
  }
  const results = found.map(({ finding, about }) => {
    const { code, severity, message, help, related, edits = [] } = finding
    const index = ruleIndex.get(code)
    return {
      ruleId: code,
      ...(index === undefined ? {} : { ruleIndex: index }),
      level: levels[severity],
      message: { text: help === undefined ? message : `${message}\nhelp: ${help}` },
      locations: [locationOf(place(finding.span, about))],
      ...(related.length === 0 ? {} : { relatedLocations: related.map(({ span, message: text }, id) => ({ id, message: { text }, ...locationOf(place(span, about)) })) }),
      ...(edits.length === 0 ? {} : { fixes: [fixOf(edits, about, help ?? message)] }),
    }
  })
  const driver = { name: 'mtlc', version: options.version, rules }
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}
