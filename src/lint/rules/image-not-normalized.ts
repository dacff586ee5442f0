import { imageNotNormalized as finding } from '../../diagnostics/lint.js'
import type { DataDeclaration, File, TypeExpression } from '../../syntax/ast.js'
import { lineAround } from '../places.js'
import type { LintRule } from '../rule.js'

const sample = (normalize: string): string => `data Digits {
  source "digits.parquet"
  input  image: image[1, 28, 28]
  target digit: label<10>
${normalize}}
`

export const imageNotNormalized: LintRule = {
  name: 'image-not-normalized',
  kind: finding,
  fix: 'asked',
  bad: sample(''),
  good: sample('  normalize image auto\n'),
  check: ({ file, text }) =>
    file.declarations.flatMap((declaration) => {
      if (declaration.kind !== 'data') return []
      return imagesOf(declaration, file).map((field) => {
        // On a line of its own below the field, as far in as that.
        const line = lineAround(text, field.span)
        const indent = text.slice(line.start, field.span.start)
        const edits = line.start < field.span.start && line.end > field.span.end
          ? { edits: [{ span: { ...field.span, start: line.end, end: line.end }, text: `${indent}normalize ${field.name.text} auto\n` }] }
          : {}
        return finding({ field: field.name.text }, { span: field.name.span, ...edits })
      })
    }),
}

function imagesOf({ settings }: DataDeclaration, file: File) {
  const normalized = new Set(settings.flatMap((setting) => (setting.kind === 'normalize' ? [setting.field.text] : [])))
  return settings.flatMap((setting) =>
    setting.kind === 'field' && setting.role === 'input' && !normalized.has(setting.name.text) && isImage(setting.type, file) ? [setting] : [],
  )
}

/** Through the aliases of the file; those of other files are not looked into. */
function isImage(type: TypeExpression, file: File, depth = 0): boolean {
  if (type.kind !== 'named') return false
  if (type.name.text === 'image') return true
  const alias = file.declarations.find((each) => each.kind === 'type' && each.name.text === type.name.text)
  return alias?.kind === 'type' && depth < 8 && isImage(alias.type, file, depth + 1)
}
