/** Offers a file to the reader, as browsers do: it is written where they say. */
import type { Download } from '../document/document.ts'

export function save({ name, mediaType, content }: Download): void {
  const data =
    content.kind === 'text'
      ? content.text
      : Uint8Array.from(atob(content.base64), (c) => c.charCodeAt(0))
  const url = URL.createObjectURL(new Blob([data], { type: mediaType }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
