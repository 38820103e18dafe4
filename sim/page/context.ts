/** The store, for every component. */
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Store } from './store.ts'

const StoreContext = createContext<Store | undefined>(undefined)

export const Provide = StoreContext.Provider

/** @throws RangeError outside of `Provide`. */
export function useStore(): Store {
  const store = useContext(StoreContext)
  if (store === undefined) throw new RangeError('a component outside of the page')
  return store
}
