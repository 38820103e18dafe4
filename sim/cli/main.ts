#!/usr/bin/env node
/** The `endio` command. */
import { exitCodes } from '../verdict/exit.ts'
import { main } from './program.ts'
import { startWatchdog } from './watchdog/watchdog.ts'

function fail(message: string): void {
  process.stderr.write(`error: ${message}\n`)
  process.exit(exitCodes.usage)
}

// A reader that closes the pipe early, such as head, is no error and does not change the verdict.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') fail(`cannot write the output: ${error.message}`)
})
process.on('unhandledRejection', (reason) => {
  fail(`a machine module failed after it was loaded: ${String(reason)}`)
})

startWatchdog()
process.exitCode = await main(process.argv.slice(2))
