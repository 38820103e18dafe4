/** Every model with known counts. */
import * as allocator from './models/allocator.ts'
import * as alternatingBit from './models/alternating-bit.ts'
import * as barrier from './models/barrier.ts'
import * as chandyMisra from './models/chandy-misra.ts'
import * as changRoberts from './models/chang-roberts.ts'
import * as coffeeCan from './models/coffee-can.ts'
import * as diningPhilosophers from './models/dining-philosophers.ts'
import * as eventually from './models/eventually.ts'
import * as ewd840 from './models/ewd840.ts'
import * as faults from './models/faults.ts'
import * as innerFifo from './models/inner-fifo.ts'
import * as lamportMutex from './models/lamport-mutex.ts'
import * as lostUpdate from './models/lost-update.ts'
import * as petersonN from './models/peterson-n.ts'
import * as peterson from './models/peterson.ts'
import * as pingPongLossy from './models/ping-pong-lossy.ts'
import * as pingPong from './models/ping-pong.ts'
import * as pipeline from './models/pipeline.ts'
import * as singleCopyRegister from './models/single-copy-register.ts'
import * as teachingConcurrency from './models/teaching-concurrency.ts'
import * as terminationDetection from './models/termination-detection.ts'
import * as timers from './models/timers.ts'
import * as tokenRing from './models/token-ring.ts'
import * as transactionCommit from './models/transaction-commit.ts'
import * as twoPhaseCommit from './models/two-phase-commit.ts'
import type { System } from '../sim/scenario/system.ts'
import type { Oracle } from './published.ts'

/** From elsewhere first, in closed form after them. */
export const oracles: readonly Oracle[] = [
  transactionCommit,
  twoPhaseCommit,
  peterson,
  petersonN,
  alternatingBit,
  innerFifo,
  chandyMisra,
  diningPhilosophers,
  changRoberts,
  allocator,
  ewd840,
  terminationDetection,
  teachingConcurrency,
  barrier,
  coffeeCan,
  lostUpdate,
  pingPongLossy,
  pingPong,
  singleCopyRegister,
  lamportMutex,
  pipeline,
  tokenRing,
  timers,
  faults,
  eventually,
].flatMap((model) => model.oracles)

/**
 * The system of a model, for a worker that has only its name.
 * @public A worker imports it by name.
 * @throws RangeError when there is none of that name.
 */
export function systemNamed(name: string): System {
  const found = oracles.find(({ system }) => system.name === name)
  if (found === undefined) throw new RangeError(`there is no model ${name}`)
  return found.system
}
