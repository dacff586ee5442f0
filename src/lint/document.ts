/** The page that documents the rules, made from the rules. */
import type { LintRule } from './rule.js'

const intro = `# What the linter finds

<!-- Written by scripts/lint-docs.ts from the rules in src/lint/rules. -->

\`mtlc lint FILE…\` looks for what is no mistake, but probably not what was meant. Each finding is a warning that ends with the
name of its rule. The command exits with 1 where anything was found.

- Errors that \`mtlc check\` finds are not told again. Where there are some, the rules marked *whole model* below are left
  out, since they read the model as it was checked. A file that does not parse shows its syntax errors alone.
- \`--fix\` makes the edits of the rules marked *fixed*, as often as it takes, and writes the files. These edits keep what is
  computed; a text that would no longer parse, or have more errors than before, is not written. Edits of rules marked
  *offered* change what is computed; editors show them one by one.
- \`--rule NAME=off\` and \`--rule NAME=warn\` turn a rule off or on, \`--rules\` lists them.
- \`--format\` prints findings as \`check\` does.

A comment keeps rules quiet, best with a reason:

\`\`\`mtl
// lint-ignore-file unused-declaration: tried out by hand

block Draw(x: f32[D]) -> f32[2] {
  // lint-ignore narrow-head: two dimensions to draw
  let code = x |> Dense(2)

  let Q = code |> Dense(64)   // lint-ignore naming, linear-stack: as in the paper
  Q |> relu |> Dense(2)
}
\`\`\`

The first speaks of the whole file, the second of the next line with code, the third of its own. A name that is no rule's is
reported, and so is a comment that keeps nothing quiet.
`

const example = (title: string, text: string): string => `${title}\n\n\`\`\`mtl\n${text.trimEnd()}\n\`\`\`\n`

function section({ name, kind, typed, fix, enabled, bad, good }: LintRule): string {
  const marks = [
    `\`${kind.code}\``,
    ...(enabled === false ? ['off by itself'] : []),
    ...(typed === true ? ['*whole model*'] : []),
    ...(fix === undefined ? [] : [fix === 'always' ? '*fixed*' : '*offered*']),
  ]
  return [`## ${name}\n\n${marks.join(' · ')}\n\n${kind.explanation}\n`, example('Found:', bad), example('Better:', good)].join('\n')
}

export const lintPage = (rules: readonly LintRule[]): string => [intro, ...rules.map(section)].join('\n')
