/** The keys, on request. */
import { useEffect, useRef } from 'preact/hooks'
import { useStore } from './context.ts'

export function Help({ keys }: { readonly keys: readonly (readonly [string, string])[] }) {
  const { help } = useStore()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const { current } = dialog
    if (help.value && current?.open === false) current.showModal()
    if (!help.value && current?.open === true) current.close()
  }, [help.value])
  return (
    <dialog
      ref={dialog}
      aria-labelledby="help-title"
      onClose={() => {
        help.value = false
      }}
    >
      <h2 id="help-title">Keys</h2>
      <dl>
        {keys.map(([key, does]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </>
        ))}
      </dl>
      <button
        type="button"
        onClick={() => {
          help.value = false
        }}
      >
        close
      </button>
    </dialog>
  )
}
