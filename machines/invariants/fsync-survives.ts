/**
 * D4, second half. Once fsync has returned 0, what was acknowledged before it began survives a power
 * cut, with the size that covers it. The scenario starts fsync after those writers.
 */
import { fsync } from '../tasks/fsync.ts'
import { writerRoles, writersIn } from './acknowledged.ts'
import { lost } from './lost.ts'
import { atStart, recovered, recoveredRoles } from './recovered.ts'
import { all, faultless } from './template.ts'

export const fsyncSurvives = faultless({
  kind: 'at-rest',
  law: 'data and size that were acknowledged before a successful fsync survive a power cut',
  source: 'fsync(2); xfs_file_fsync',
  roles: {
    ...recoveredRoles,
    fsyncs: 'fsync tasks that begin after the writers have returned',
    writers: writerRoles.writers,
  },
  params: atStart,
  faults: (view, given) => {
    const file = recovered(view, given)
    const done = all(view, 'fsyncs', fsync).some(({ results }) => results.at(-1) === 0)
    return file !== null && done ? lost(view, file, writersIn(view, 'writers')) : []
  },
})
