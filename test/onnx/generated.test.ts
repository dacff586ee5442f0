import { readFileSync } from 'node:fs'
import type { DescMessage } from '@bufbuild/protobuf'
import { expect, it } from 'vitest'
import { file_onnx } from '../../src/onnx/generated/onnx_pb.js'
import { file_event } from '../../src/report/run/tensorboard/generated/event_pb.js'

/** `Message.field = number` and `Enum.NAME = number` of the proto text, by a scan that knows only braces. */
function declared(text: string): readonly string[] {
  const scopes: string[] = []
  const found: string[] = []
  for (const line of text.split('\n').map((each) => each.replace(/\/\/.*/, '').trim())) {
    const opened = /^(message|enum|oneof) (\w+) \{$/.exec(line)
    const field = /^(?:(?:optional|repeated) )?(?:\w+ )?(\w+) = (\d+)(?: \[.*\])?;$/.exec(line)
    if (opened !== null) scopes.push(opened[1] === 'oneof' ? '' : (opened[2] ?? ''))
    else if (line === '}') scopes.pop()
    else if (field !== null) found.push(`${scopes.filter((scope) => scope !== '').join('.')}.${field[1]} = ${field[2]}`)
  }
  return found.toSorted()
}

const withoutPackage = (name: string): string => name.slice(name.indexOf('.') + 1)

const generated = (message: DescMessage): readonly string[] => [
  ...message.fields.map((field) => `${withoutPackage(message.typeName)}.${field.name} = ${field.number}`),
  ...message.nestedEnums.flatMap((group) =>
    group.values.map((value) => `${withoutPackage(group.typeName)}.${value.name} = ${value.number}`),
  ),
  ...message.nestedMessages.flatMap(generated),
]

it.each([
  { proto: 'onnx/onnx.proto', file: file_onnx },
  { proto: 'report/run/tensorboard/event.proto', file: file_event },
])('the generated code is that of $proto (else run: node scripts/generate-protos.js)', ({ proto, file }) => {
  const text = readFileSync(new URL(`../../src/${proto}`, import.meta.url), 'utf8')
  expect(file.messages.flatMap(generated).toSorted()).toEqual(declared(text))
})
