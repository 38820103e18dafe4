/** D3. What a program was told is durable is there after a power cut. A block that somebody else writes
 * too may hold either word. */
import { writerRoles, writersIn } from './acknowledged.ts'
import { lost } from './lost.ts'
import { atStart, recovered, recoveredRoles } from './recovered.ts'
import { faultless } from './template.ts'

export const syncedSurvives = faultless({
  kind: 'at-rest',
  law: 'a write that was acknowledged as durable survives a power cut: data, mapping and size',
  source: 'O_DSYNC of open(2); generic_write_sync; iomap_dio_complete',
  roles: { ...recoveredRoles, ...writerRoles, synced: 'writers with dsync' },
  params: atStart,
  faults: (view, given) => {
    const file = recovered(view, given)
    if (file === null) return []
    return lost(view, file, writersIn(view, 'synced'))
  },
})
