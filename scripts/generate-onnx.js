// Regenerates src/onnx/generated/onnx_pb.ts from src/onnx/onnx.proto:
//   node scripts/generate-onnx.js
// npx fetches the generator in these versions; nothing else of the build needs it.
import { spawnSync } from 'node:child_process'

const template = {
  version: 'v2',
  plugins: [{ local: 'protoc-gen-es', out: 'src/onnx/generated', opt: ['target=ts', 'import_extension=js'] }],
}
const packages = ['@bufbuild/buf@1.75.0', '@bufbuild/protoc-gen-es@2.17.0'].flatMap((name) => ['-p', name])
const command = ['buf', 'generate', 'src/onnx', '--template', JSON.stringify(template)]
const { status } = spawnSync('npx', ['--yes', ...packages, '--', ...command], { stdio: 'inherit' })
process.exitCode = status ?? 1
