/** The code of the explorer's thread. Requests are answered in their order. */
import { parentPort, workerData } from 'node:worker_threads'
import { Explorer } from './explorer.ts'
import type { Asked, FromThread, Start } from './messages.ts'

const { paths, maxStates } = workerData as Start
const send = (message: FromThread): void => parentPort?.postMessage(message, [])
const explorer = new Explorer({
  paths,
  maxStates,
  tell: (told, stream) => send({ kind: 'told', told, ...(stream !== undefined && { stream }) }),
})

let last = Promise.resolve()
parentPort?.on('message', ({ id, request }: Asked) => {
  last = last.then(async () => {
    send({ kind: 'answer', id, answer: await explorer.answer(request) })
  })
})
