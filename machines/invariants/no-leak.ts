/** S11. Every object is freed in the end, by whoever drops its last reference. */
import { slab_object } from '../objects/slab_object.ts'
import { all, faultless } from './template.ts'

export const noLeak = faultless({
  kind: 'at-rest',
  law: 'no object is left with nobody to free it',
  source: 'iocb_put() and iomap_dio_complete() of Linux 6.12',
  roles: { objects: 'objects of the heap' },
  faults: (view) =>
    all(view, 'objects', slab_object).flatMap(({ freed, refs }) =>
      freed ? [] : [`an object is never freed, references: ${refs}`],
    ),
})
