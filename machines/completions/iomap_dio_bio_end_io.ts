/**
 * The end of the one bio of a direct write, in interrupt or worker, as far as lifetimes go
 * [K iomap_dio_bio_end_io]: drop the bio's reference to the dio, and complete if it was the last.
 */
import { setup } from 'xstate'
import { z } from 'zod'
import { call } from '../call.ts'
import { iomapDioComplete } from './iomap_dio_complete.ts'
import type { TaskEvent } from '../message.ts'

export const iomapDioBioEndIoInput = z.strictObject({
  after: z.string().describe('the submitter, which names this in notify_submitted'),
  aio_kiocb: z.string().default('aio_kiocb').describe('the iocb, a slab_object'),
  iomap_dio: z.string().default('iomap_dio').describe('the dio, a slab_object'),
  io_getevents: z.string().describe('the task that gets the event'),
})

type Input = z.output<typeof iomapDioBioEndIoInput>

export const iomap_dio_bio_end_io = setup({
  types: {} as { context: Input; events: TaskEvent; input: Input },
}).createMachine({
  id: 'iomap_dio_bio_end_io',
  context: ({ input }) => input,
  initial: 'in_flight',
  states: {
    in_flight: { on: { start: 'dio_put' } },
    dio_put: {
      entry: call('refcount_dec_and_test', (c) => c.iomap_dio),
      on: {
        'refcount_dec_and_test.ret': [
          { guard: ({ event }) => event.zero, target: 'iomap_dio_complete' },
          { target: 'returned' },
        ],
      },
    },
    iomap_dio_complete: { ...iomapDioComplete<Input>(), onDone: 'returned' },
    returned: { type: 'final' },
  },
})
