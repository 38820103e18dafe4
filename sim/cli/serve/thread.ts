/**
 * The explorer's thread as the server sees it. A new one is started when a machine was edited, when
 * the old one has died, and when a request takes so long that a machine of the user must be in a loop.
 */
import { clearTimeout, setTimeout } from 'node:timers'
import { Worker } from 'node:worker_threads'
import type { Answer, Request, Told } from '../../serve/protocol.ts'
import type { Asked, FromThread, Start } from './messages.ts'

export interface ThreadOptions extends Start {
  /** Milliseconds that a request may take. */
  readonly patience: number
  readonly tell: (told: Told, stream?: string) => void
}

interface Waiting {
  readonly answer: (answer: Answer) => void
  readonly timer: NodeJS.Timeout
}

export class Thread {
  private readonly options: ThreadOptions
  private readonly waiting = new Map<number, Waiting>()
  /** Started when it is needed. */
  private worker: Worker | undefined
  private asked = 0

  constructor(options: ThreadOptions) {
    this.options = options
  }

  /** The answer; that there is none is one too. */
  async ask(request: Request): Promise<Answer> {
    const { patience } = this.options
    const worker = (this.worker ??= this.start())
    const id = ++this.asked
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.fail(`no answer within ${patience / 1_000} s; does a machine loop?`)
      }, patience)
      this.waiting.set(id, { answer: resolve, timer })
      worker.postMessage({ id, request } satisfies Asked, [])
    })
  }

  /** Forgets every module that was loaded, and every job; whoever waits is told `why`. */
  forget(why: string): void {
    const { worker } = this
    this.worker = undefined
    void worker?.terminate()
    for (const id of this.waiting.keys()) this.settle(id, { kind: 'refused', lines: [why] })
  }

  /** Pages have jobs there, of which nothing more will be heard. */
  private fail(why: string): void {
    this.forget(why)
    this.options.tell({ kind: 'failed', why })
  }

  async close(): Promise<void> {
    const { worker } = this
    this.forget('the server closes')
    await worker?.terminate()
  }

  private start(): Worker {
    const { paths, maxStates, tell } = this.options
    const workerData: Start = { paths, maxStates }
    const worker = new Worker(new URL('worker.js', import.meta.url), { workerData })
    const died = (why: string): void => {
      if (worker === this.worker) this.fail(why)
    }
    worker.on('message', (message: FromThread) => {
      if (worker !== this.worker) return
      if (message.kind === 'told') tell(message.told, message.stream)
      else this.settle(message.id, message.answer)
    })
    worker.on('error', (error) => died(`the explorer has failed: ${error.message}`))
    // A module that ends the process ends only its thread.
    worker.on('exit', () => died('the explorer has ended; does a machine module end the process?'))
    return worker
  }

  private settle(id: number, answer: Answer): void {
    const waiting = this.waiting.get(id)
    if (waiting === undefined) return
    clearTimeout(waiting.timer)
    this.waiting.delete(id)
    waiting.answer(answer)
  }
}
