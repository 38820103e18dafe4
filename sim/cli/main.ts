#!/usr/bin/env node
/** The `endio` command. A reader that closes the pipe early is no error. */
import { main } from './program.ts'

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await main(process.argv.slice(2))
