import { version } from '../host/version.js'

/** The process: reads the arguments, runs one command, and says how it ended. */
async function main(): Promise<number> {
  const argv = process.argv.slice(2)
  // The commonest question is answered before anything else is loaded.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.once('error', (error) => void import('./terminal.js').then(({ unwritable, standardOutput }) => unwritable(process.stdout, standardOutput, error)))
    process.stdout.write(`${version}\n`)
    return 0
  }
  const [{ run }, { processTerminal }] = await Promise.all([import('./run.js'), import('./terminal.js')])
  return run(argv, processTerminal(argv))
}

// Not process.exit, which would cut off what a pipe has not read yet.
process.exitCode = await main()
