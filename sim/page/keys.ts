/** The keys of the page; a field that is typed into keeps its own. */
import type { Store } from './store.ts'

/** What each key does, as the help lists it. */
export const keys: readonly (readonly [key: string, does: string])[] = [
  ['j / k', 'next and previous row'],
  ['\u2192 / \u2190', 'next and previous step'],
  ['Home / End', 'the start and the end'],
  ['v', 'the violation'],
  ['1 / 2', 'the two accesses whose order decides'],
  ['m', 'the minimal race, or all steps'],
  ['p', 'the nearest passing run, and back'],
  ['/', 'search the steps'],
  ['\u2191 / \u2193', 'in the file: the block before and after; Enter: who wrote it'],
  ['w', 'watch a value along the run'],
  ['t', 'light, dark, or as the system has it'],
  ['?', 'this help'],
]

export function listen(store: Store): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') {
      store.help.value = false
      if (event.target instanceof HTMLElement) event.target.blur()
      return
    }
    if (isTyping(event.target) || store.help.value) {
      if (event.key === '?' && store.help.value) store.help.value = false
      return
    }
    const action = actions[event.key]
    if (action === undefined) return
    event.preventDefault()
    action(store)
  })
}

export function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return true
  return target instanceof HTMLInputElement && target.type !== 'range'
}

const actions: Readonly<Record<string, (store: Store) => void>> = {
  j: (s) => s.move(1),
  k: (s) => s.move(-1),
  ArrowRight: (s) => s.go(s.step.value + 1),
  ArrowLeft: (s) => s.go(s.step.value - 1),
  Home: (s) => s.go(0),
  End: (s) => s.go(Infinity),
  v: (s) => s.go(Infinity),
  '1': (s) => s.go(s.record.value?.pair?.first ?? s.step.value),
  '2': (s) => s.go(s.record.value?.pair?.second ?? s.step.value),
  m: (s) => s.toggleView(),
  p: (s) => s.showPassing(),
  t: (s) => s.nextTheme(),
  '/': () => focusOn('search'),
  w: () => focusOn('watch'),
  '?': (s) => {
    s.help.value = true
  },
}

export function focusOn(id: string): void {
  document.getElementById(id)?.focus()
}
