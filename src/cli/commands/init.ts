import { InvalidArgumentError, Option } from 'commander'
import { basename, join, relative, resolve } from 'node:path'
import type { Declare } from '../context.js'
import { exitCode, Interrupted, UsageError } from '../exit.js'
import { somePath } from '../options.js'
import type { Template } from '../pipeline/templates.js'
import { shownPath, type Terminal } from '../terminal.js'

interface InitOptions {
  readonly list: boolean
  readonly output?: string
  readonly name?: string
}

const validName = /^[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*$/
const advice = 'It must begin with a letter and hold only letters, digits, `-` and `_`.'

const projectName = (text: string): string => {
  if (!validName.test(text)) throw new InvalidArgumentError(advice)
  return text
}

/** `mtlc init [template]`: a new project that checks at once. */
export const declareInit: Declare = (program, { terminal, globals, finish }) => {
  program
    .command('init')
    .summary('begin a project from a template')
    .description('Makes a folder with an .mtl file that checks at once, a script that makes data for it, and a README that says how to\ngo on. Overwrites nothing.')
    .argument('[template]', 'which template; `--list` names them')
    .option('--list', 'list the templates', false)
    .option('-o, --output <folder>', 'where the project goes (default: a folder of its name)', somePath)
    .addOption(new Option('--name <name>', 'what the project and its model are called').argParser(projectName))
    .addHelpText('after', '\nExamples:\n  mtlc init --list\n  mtlc init table --name sensors\n  mtlc init image -o .')
    .action(async (wanted: string | undefined, options: InitOptions) => {
      const { inTheWay, projectFiles, templates, writeProject } = await import('../pipeline/templates.js')
      const known = await templates()
      if (options.list) {
        terminal.out(known.map(({ id, summary }) => `${terminal.outColors.bold(id.padEnd(8))} ${summary}\n`).join(''))
        return finish(exitCode.ok)
      }
      const template = await choose(wanted, known, terminal)
      const given = options.name ?? (options.output === undefined ? undefined : basename(resolve(terminal.directory, options.output)))
      const name = given !== undefined && validName.test(given) ? given : template.name
      const directory = resolve(terminal.directory, options.output ?? name)
      const files = await projectFiles(template, name)
      const show = shownPath(terminal.directory)
      const blocked = inTheWay(directory, files)
      if (blocked.length > 0) {
        throw new UsageError(`nothing was written, since these are there already: ${blocked.map((path) => show(join(directory, path))).join(', ')}`, 'name another folder with `-o`, or another project with `--name`')
      }
      await writeProject(directory, files)
      for (const { path } of files) terminal.out(`${show(join(directory, path))}\n`)
      if (!globals().quiet) {
        const steps = [relative(terminal.directory, directory) === '' ? '' : `cd ${show(directory)}`, 'npm install', 'npm run data', `npx mtlc compile ${name}.mtl -o build/${name}`]
        terminal.err(`\nnext:\n${steps.filter((step) => step !== '').map((step) => `  ${step}\n`).join('')}`)
      }
      finish(exitCode.ok)
    })
}

/** The template that was named, or asked for where somebody is there to answer. */
async function choose(wanted: string | undefined, known: readonly Template[], terminal: Terminal): Promise<Template> {
  const found = known.find(({ id }) => id === wanted)
  if (found !== undefined) return found
  const names = known.map(({ id }) => id)
  if (wanted !== undefined) {
    const { suggest } = await import('../../diagnostics/suggest.js')
    const meant = suggest(wanted, names)
    throw new UsageError(`there is no template called ${wanted}`, meant === undefined ? `there are ${names.join(', ')}` : `did you mean ${meant}?`)
  }
  if (!terminal.interactive || !process.stdin.isTTY) throw new UsageError('which template is it to be?', `name one: ${names.map((id) => `\`mtlc init ${id}\``).join(', ')}`)
  const { isCancel, select } = await import('@clack/prompts')
  // What is asked goes to stderr: stdout is for what was written.
  const answer = await select({ message: 'What will the model read?', options: known.map(({ id, summary }) => ({ value: id, label: id, hint: summary })), output: process.stderr })
  const chosen = known.find(({ id }) => id === answer)
  if (isCancel(answer) || chosen === undefined) throw new Interrupted('nothing was written')
  return chosen
}
