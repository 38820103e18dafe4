/** States of an acyclic graph, each after all that it leads to. */
import { read } from '../assert.ts'
import type { StateGraph } from './graph.ts'

/** Undefined when the graph has a cycle: then runs have no last state to begin from. */
export function postorder({ states, first, target }: StateGraph): Int32Array | undefined {
  const order = new Int32Array(states)
  const entered = new Uint8Array(states)
  const left = new Uint8Array(states)
  let count = 0
  const path = [{ state: 0, step: read(first, 0) }]
  entered[0] = 1
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    if (top.step === read(first, top.state + 1)) {
      left[top.state] = 1
      order[count++] = top.state
      path.pop()
      continue
    }
    const next = read(target, top.step++)
    if (next < 0 || left[next] === 1) continue
    if (entered[next] === 1) return undefined
    entered[next] = 1
    path.push({ state: next, step: read(first, next) })
  }
  return order
}
