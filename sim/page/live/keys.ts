/** The keys of the live page; a field that is typed into keeps its own. */
import { focusOn, isTyping } from '../keys.ts'
import { saveSchedule } from './branches.tsx'
import type { Explorer } from './explorer.ts'

/** What each key does, as the help lists it. */
export const liveKeys: readonly (readonly [key: string, does: string])[] = [
  ['j / k, \u2193 / \u2191', 'next and previous choice'],
  ['Enter, 1 to 9', 'deliver the choice'],
  ['Backspace', 'one step back'],
  ['n', 'by default to the next decision that matters'],
  ['e', 'by default to the end'],
  ['\u2190 / \u2192', 'look at an earlier or later step'],
  ['Home / End', 'look at the start or the end'],
  ['b', 'a new branch from the step looked at'],
  ['[ / ]', 'previous and next branch'],
  ['c', 'compare with the branch before, or no longer'],
  ['s', 'save the schedule of this branch'],
  ['/', 'search the steps'],
  ['w', 'watch a value along the run'],
  ['t', 'light, dark, or as the system has it'],
  ['?', 'this help'],
]

export function listenLive(explorer: Explorer): void {
  const { store } = explorer
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') {
      store.help.value = false
      if (event.target instanceof HTMLElement) event.target.blur()
      return
    }
    if (isTyping(event.target) || store.help.value) return
    // A button keeps the keys that press it.
    const isButton = event.target instanceof HTMLButtonElement
    if (isButton && (event.key === 'Enter' || event.key === ' ')) return
    const action = actions[event.key] ?? digit(event.key)
    if (action === undefined) return
    event.preventDefault()
    action(explorer)
  })
}

function digit(key: string): ((explorer: Explorer) => void) | undefined {
  if (!/^[1-9]$/.test(key)) return undefined
  return (explorer) => {
    const offer = explorer.offers[Number(key) - 1]
    if (offer !== undefined) void explorer.choose(offer)
  }
}

const actions: Readonly<Record<string, (explorer: Explorer) => void>> = {
  j: (e) => e.select(1),
  k: (e) => e.select(-1),
  ArrowDown: (e) => e.select(1),
  ArrowUp: (e) => e.select(-1),
  Enter: (e) => void e.choose(),
  Backspace: (e) => void e.back(),
  n: (e) => void e.onward('decisive'),
  e: (e) => void e.onward('end'),
  ArrowRight: ({ store }) => store.go(store.step.value + 1),
  ArrowLeft: ({ store }) => store.go(store.step.value - 1),
  Home: ({ store }) => store.go(0),
  End: ({ store }) => store.go(Infinity),
  b: (e) => void e.fork(),
  '[': (e) => turn(e, -1),
  ']': (e) => turn(e, 1),
  c: (e) => {
    const others = e.branches.value.filter((b) => b.id !== e.current.value)
    const id = e.beside.value ?? others.at(-1)?.id
    if (id !== undefined) e.compare(id)
  },
  s: (e) => saveSchedule(e),
  t: ({ store }) => store.nextTheme(),
  '/': () => focusOn('search'),
  w: () => focusOn('watch'),
  '?': ({ store }) => {
    store.help.value = true
  },
}

function turn(explorer: Explorer, by: 1 | -1): void {
  const all = explorer.branches.value
  const i = all.findIndex((b) => b.id === explorer.current.value)
  const next = all[(i + by + all.length) % all.length]
  if (next !== undefined) explorer.turnTo(next.id)
}
