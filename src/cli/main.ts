import { processTerminal } from './terminal.js'

/** The process: reads the arguments, runs one command, and says how it ended. */
async function main(): Promise<number> {
  const argv = process.argv.slice(2)
  const terminal = processTerminal(argv)
  // The commonest question is answered before anything else is loaded.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    const { version } = await import('../host/version.js')
    terminal.out(`${version}\n`)
    return 0
  }
  const { run } = await import('./run.js')
  return run(argv, terminal)
}

// Not process.exit, which would cut off what a pipe has not read yet.
process.exitCode = await main()
