/** Schedules on disk: one JSON document, or a log of bisect, which is a schedule a line. */
import { open, readFile, writeFile } from 'node:fs/promises'
import { scheduleSchema } from '../../schedule/schedule.ts'
import type { Schedule } from '../../schedule/schedule.ts'
import { UsageError } from '../failure.ts'

/** Of a log, the last line: what the bisection came to. @throws UsageError naming file and field. */
export async function readSchedule(file: string): Promise<Schedule> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`cannot read the schedule '${file}'`)
  })
  const last = text.trimEnd().split('\n').at(-1) ?? ''
  const value = parsed(text) ?? parsed(last)
  if (value === undefined) {
    throw new UsageError(`${file}: not JSON; a schedule is what 'endio run --save FILE' writes`)
  }
  const schedule = scheduleSchema.safeParse(value)
  if (schedule.success) return schedule.data
  const [issue] = schedule.error.issues
  throw new UsageError(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`)
}

/** Undefined when `text` is no JSON; JSON has no such value. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Never overwrites: a schedule may be the only record of a rare run. */
export async function saveSchedule(file: string, schedule: Schedule): Promise<void> {
  const text = `${JSON.stringify(schedule, undefined, 2)}\n`
  await writeFile(file, text, { flag: 'wx' }).catch(refuse(file))
}

/** A log that is written at the end, whose name is taken at once: so that no work is lost to it. */
export interface ScheduleLog {
  readonly write: (schedules: Iterable<Schedule>) => Promise<void>
}

/** @throws UsageError when the file exists, or cannot be written. */
export async function openLog(file: string): Promise<ScheduleLog> {
  await writeFile(file, '', { flag: 'wx' }).catch(refuse(file))
  return {
    write: async (schedules) => {
      const handle = await open(file, 'w')
      try {
        // A line at a time: all of them need not fit a string.
        for (const schedule of schedules) await handle.write(`${JSON.stringify(schedule)}\n`)
      } finally {
        await handle.close()
      }
    },
  }
}

function refuse(file: string): (error: unknown) => never {
  return (error) => {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw new UsageError(exists ? `'${file}' exists; give another name` : `cannot write '${file}'`)
  }
}
