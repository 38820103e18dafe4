/** S13. Two O_APPEND writes never overlap: the later one begins where the earlier one ended. */
import { writersIn } from './acknowledged.ts'
import { faultless } from './template.ts'

export const appendDisjoint = faultless({
  kind: 'always',
  law: 'acknowledged O_APPEND writes do not overlap',
  source: 'open(2), O_APPEND; generic_write_checks() of Linux 6.12 takes ki_pos from i_size',
  roles: { appends: 'tasks that write; those without append: true are passed over' },
  faults: (view) => {
    const done = writersIn(view, 'appends').filter(
      (writer) => (writer.result ?? 0) > 0 && 'append' in writer && writer.append,
    )
    return done.flatMap((a, i) =>
      done
        .slice(i + 1)
        .filter((b) => a.pos < b.end && b.pos < a.end)
        .map((b) => `appends '${a.fill}' at ${a.pos} and '${b.fill}' at ${b.pos} overlap`),
    )
  },
})
