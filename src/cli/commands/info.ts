import type { Declare } from '../context.js'
import { exitCode } from '../exit.js'

/** `mtlc info`: what a report of a bug should say. */
export const declareInfo: Declare = (program, { terminal, globals, finish }) => {
  program
    .command('info')
    .summary('versions, machine and paths, for reports of bugs')
    .description('Prints the versions of mtlc, Node.js and the packages that it runs on, the machine, the execution providers of the\nengine, which TensorFlow.js there is, and where the standard library lies.')
    .option('--json', 'as JSON', false)
    .addHelpText('after', '\nExamples:\n  mtlc info\n  mtlc info --json')
    .action(async (options: { readonly json: boolean }) => {
      const [{ information }, { alignColumns }, { formatBytes }] = await Promise.all([import('../pipeline/information.js'), import('../../report/table.js'), import('../../report/format.js')])
      const info = await information()
      if (options.json) terminal.out(`${JSON.stringify(info, null, 2)}\n`)
      else {
        const { engine, tfjs } = info
        const rows = [
          ['mtlc', info.mtlc],
          ['node', info.node],
          ['platform', info.platform],
          ['cpu', `${info.cpu}, ${info.cores} ${info.cores === 1 ? 'core' : 'cores'}`],
          ['features', info.features.join(' ') || 'not known'],
          ['memory', formatBytes(info.memory)],
          ['threads', String(globals().threads ?? info.cores)],
          ['engine', `${engine.name} ${engine.version ?? 'not installed'}${engine.problem === undefined ? ` (${engine.providers.join(', ')})` : `: ${engine.problem}`}`],
          ['tfjs', `${tfjs.name} ${tfjs.version ?? 'does not load'}${tfjs.problem === undefined ? '' : `: ${tfjs.problem}`}`],
          ...Object.entries(info.packages).map(([name, version]) => [name, version ?? 'not installed']),
          ...Object.entries(info.paths),
        ]
        terminal.out(`${alignColumns(rows).join('\n')}\n`)
      }
      finish(exitCode.ok)
    })
}
