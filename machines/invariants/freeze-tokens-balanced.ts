/** S15. Every write token that was taken has been dropped when everything is quiet. */
import { super_block } from '../objects/super_block.ts'
import { all, faultless } from './template.ts'

export const freezeTokensBalanced = faultless({
  kind: 'at-rest',
  law: 'no write token is held when nobody writes',
  source: 'kiocb_start_write() and kiocb_end_write() of Linux 6.12',
  roles: { super_block: 'the superblock' },
  faults: (view) =>
    all(view, 'super_block', super_block).flatMap(({ writers }) =>
      writers === 0 ? [] : [`write tokens that are held: ${writers}`],
    ),
})
