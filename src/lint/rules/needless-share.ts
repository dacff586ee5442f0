import type { Edit } from '../../diagnostics/diagnostic.js'
import { needlessShare as finding } from '../../diagnostics/lint.js'
import type { ModelDeclaration, ShareStatement } from '../../syntax/ast.js'
import type { LintRule } from '../rule.js'

const sample = (price: string): string => `data Houses {
  source "houses.csv"
  input  rooms: vector[4]
  target price: number
  target kind: label<3>
}

model Prices on Houses {
  share hard trunk = rooms |> Dense(16) |> relu
  task price = ${price} |> Dense(1)
  task kind = trunk |> Dense(3)
}
`

export const needlessShare: LintRule = {
  name: 'needless-share',
  kind: finding,
  fix: 'always',
  typed: true,
  bad: sample('rooms'),
  good: sample('trunk'),
  check: ({ program, file }) =>
    program.models.flatMap((model) =>
      model.shares.flatMap(({ name, scheme, tasks: [task, another], span }) => {
        if (task === undefined || another !== undefined) return []
        // With one task alone, `hard` shares with tasks to come; any other scheme is for several.
        if (model.tasks.length === 1 && scheme.name === 'hard') return []
        const statement = file.declarations.filter((each) => each.kind === 'model').flatMap(sharesOf).find((each) => each.span.start === span.start)
        return statement === undefined || span.file !== file.path ? [] : [finding({ share: name, task }, { span: statement.name.span, edits: [asLet(statement)] })]
      }),
    ),
}

const sharesOf = ({ statements }: ModelDeclaration): readonly ShareStatement[] => statements.flatMap((each) => (each.kind === 'share' ? [each] : []))

/** `share SCHEME name for a =` becomes `let name =`. */
const asLet = ({ name, tasks, span }: ShareStatement): Edit => ({
  span: { ...span, end: tasks?.at(-1)?.span.end ?? name.span.end },
  text: `let ${name.text}`,
})
