// Regenerates the code of the protobuf formats that are read and written, `generated/` beside each .proto file:
//   node scripts/generate-protos.js
// npx fetches the generator in these versions; nothing else of the build needs it.
import { spawnSync } from 'node:child_process'

const packages = ['@bufbuild/buf@1.75.0', '@bufbuild/protoc-gen-es@2.17.0'].flatMap((name) => ['-p', name])
for (const folder of ['src/onnx', 'src/report/run/tensorboard']) {
  const template = { version: 'v2', plugins: [{ local: 'protoc-gen-es', out: `${folder}/generated`, opt: ['target=ts', 'import_extension=js'] }] }
  const command = ['buf', 'generate', folder, '--template', JSON.stringify(template)]
  const { status } = spawnSync('npx', ['--yes', ...packages, '--', ...command], { stdio: 'inherit' })
  process.exitCode ||= status ?? 1
}
