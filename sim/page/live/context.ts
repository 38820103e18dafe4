/** The explorer, for every component of the live page. */
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Explorer } from './explorer.ts'

const ExplorerContext = createContext<Explorer | undefined>(undefined)

export const ProvideExplorer = ExplorerContext.Provider

/** @throws RangeError outside of `ProvideExplorer`. */
export function useExplorer(): Explorer {
  const explorer = useContext(ExplorerContext)
  if (explorer === undefined) throw new RangeError('a component outside of the live page')
  return explorer
}
