/** Templates of projects: folders of `templates/`, whose files are copied with their names filled in. */
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { version } from '../../host/version.js'
import { makeFolder, writing } from '../../storage/files.js'
import { packageFolder } from '../package-folder.js'

export interface Template {
  readonly id: string
  readonly summary: string
  /** What a project is called that has no name of its own. */
  readonly name: string
}

const home = (): string => join(packageFolder(), 'templates')
/** Says what a template is, and is no part of a project. */
const description = 'template.json'

export async function templates(): Promise<readonly Template[]> {
  const ids = (await readdir(home(), { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return Promise.all(
    ids.toSorted().map(async (id) => ({ id, ...(JSON.parse(await readFile(join(home(), id, description), 'utf8')) as Omit<Template, 'id'>) })),
  )
}

export interface ProjectFile {
  readonly path: string
  readonly text: string
}

/** `sea-ice` → `SeaIce`, as models are called. */
const pascal = (name: string): string => name.split(/[^A-Za-z0-9]+/).map((word) => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`).join('')

/** Files whose names begin with a point in a project: npm leaves those out of packages. */
const hidden: ReadonlySet<string> = new Set(['gitignore', 'npmrc'])

/** The files of a new project: those of the template, by their paths in the project's folder. */
export async function projectFiles(template: Template, name: string): Promise<readonly ProjectFile[]> {
  const folder = join(home(), template.id)
  const { dependencies } = JSON.parse(await readFile(join(packageFolder(), 'package.json'), 'utf8')) as { dependencies: Record<string, string> }
  const values: Readonly<Record<string, string>> = { name, Name: pascal(name), mtlc: version, onnxruntime: dependencies['onnxruntime-node'] ?? '*' }
  const filled = (text: string): string => text.replaceAll(/__(\w+?)__/g, (all, key: string) => values[key] ?? all)
  const found = (await readdir(folder)).filter((file) => file !== description)
  const files = await Promise.all(
    found.map(async (file) => ({
      path: hidden.has(file) ? `.${file}` : filled(file),
      text: filled(await readFile(join(folder, file), 'utf8')),
    })),
  )
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** Those of the files that are there already. */
export const inTheWay = (directory: string, files: readonly ProjectFile[]): readonly string[] => files.map(({ path }) => path).filter((path) => existsSync(resolve(directory, path)))

/** Writes the files; never over one that is there. */
export async function writeProject(directory: string, files: readonly ProjectFile[]): Promise<void> {
  for (const { path, text } of files) {
    const target = resolve(directory, path)
    await makeFolder(dirname(target))
    await writing(target, () => writeFile(target, text, { flag: 'wx' }))
  }
}
