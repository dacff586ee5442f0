/** What a report of a bug should say of the machine and the packages. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { version } from '../../host/version.js'
import { machine } from '../../report/machine.js'
import { packageFolder } from '../package-folder.js'

export interface Information {
  readonly mtlc: string
  readonly node: string
  readonly platform: string
  readonly cpu: string
  readonly cores: number
  readonly features: readonly string[]
  readonly memory: number
  readonly engine: { readonly name: string; readonly version: string | null; readonly providers: readonly string[]; readonly problem?: string }
  /** The second engine: which backend it runs on, and why not on the native one. */
  readonly tfjs: { readonly name: string; readonly version: string | null; readonly problem?: string }
  readonly packages: Readonly<Record<string, string | null>>
  readonly paths: Readonly<Record<'package' | 'library' | 'templates', string>>
}

/** Packages that some commands or users need; null in the report where they are not installed. */
const packages = ['@duckdb/node-api', 'sharp', 'prettier'] as const

const require = createRequire(import.meta.url)

/** The version of a package as it would be loaded from here; its exports may not give its package.json away. */
function versionOf(name: string): string | null {
  const found = (require.resolve.paths(name) ?? []).map((folder) => join(folder, name, 'package.json')).find((path) => existsSync(path))
  return found === undefined ? null : (JSON.parse(readFileSync(found, 'utf8')) as { version: string }).version
}

async function engine(): Promise<Information['engine']> {
  const about = { name: 'onnxruntime-node', version: versionOf('onnxruntime-node') }
  try {
    const { listSupportedBackends } = await import('onnxruntime-node')
    return { ...about, providers: listSupportedBackends().map(({ name }) => name) }
  } catch (error) {
    return { ...about, providers: [], problem: error instanceof Error ? error.message : String(error) }
  }
}

async function tfjs(): Promise<Information['tfjs']> {
  try {
    const { anyBackend } = await import('../../engine/tfjs/backend.js')
    const { name, version: core, problem } = await anyBackend()
    return { name, version: core, ...(problem === undefined ? {} : { problem }) }
  } catch (error) {
    return { name: 'tfjs', version: null, problem: error instanceof Error ? error.message : String(error) }
  }
}

export async function information(): Promise<Information> {
  const folder = packageFolder()
  return {
    mtlc: version,
    node: process.version,
    ...(await machine()),
    memory: totalmem(),
    engine: await engine(),
    tfjs: await tfjs(),
    packages: Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
    paths: { package: folder, library: join(folder, 'stdlib'), templates: join(folder, 'templates') },
  }
}
