import { readFile } from 'node:fs/promises'
import { arch, availableParallelism, cpus, platform } from 'node:os'
import type { Machine } from './report.js'

/** Instruction sets that the engine's kernels choose by, as Linux names them. */
const interesting = [
  'sse4_2', 'avx', 'avx2', 'fma', 'f16c', 'avx_vnni', 'avx512f', 'avx512bw', 'avx512_vnni', 'avx512_bf16', 'amx_int8', 'amx_bf16',
  'asimd', 'asimddp', 'i8mm', 'bf16', 'sve',
]

/** The machine that figures were measured on. Instruction sets are known on Linux only. */
export async function machine(): Promise<Machine> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '')
  const flags = new Set(/^(?:flags|Features)\s*:(.*)$/m.exec(text)?.[1]?.trim().split(/\s+/) ?? [])
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    features: interesting.filter((name) => flags.has(name)),
    platform: `${platform()} ${arch()}`,
  }
}
