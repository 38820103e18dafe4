/** The programs, in the order of the report. */
import type { Program } from './program.ts'
import { account } from './programs/account.ts'
import { bluetoothDriver } from './programs/bluetooth-driver.ts'
import { carter01 } from './programs/carter01.ts'
import { circularBuffer, queue } from './programs/circular-buffer.ts'
import { deadlock01 } from './programs/deadlock01.ts'
import { dinPhils } from './programs/din-phil.ts'
import { lazy01 } from './programs/lazy01.ts'
import { phase01 } from './programs/phase01.ts'
import { reorders } from './programs/reorder.ts'
import { stack } from './programs/stack.ts'
import { stringbuffer } from './programs/stringbuffer.ts'
import { sync01, sync02 } from './programs/sync.ts'
import { tokenRing } from './programs/token-ring.ts'
import { twostage } from './programs/twostage.ts'
import { workStealQueue } from './programs/work-steal-queue.ts'
import { wronglock3 } from './programs/wronglock-3.ts'

export const suite: readonly Program[] = [
  account,
  bluetoothDriver,
  carter01,
  circularBuffer,
  deadlock01,
  ...dinPhils,
  lazy01,
  phase01,
  queue,
  ...reorders,
  stack,
  stringbuffer,
  sync01,
  sync02,
  tokenRing,
  twostage,
  workStealQueue,
  wronglock3,
]
