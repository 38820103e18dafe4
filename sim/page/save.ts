/** Offers a file to the reader, as browsers do: it is written where they say. */
import type { Download } from '../document/document.ts'
import { unpacked } from './unpacked.ts'

export async function save({ name, mediaType, content }: Download): Promise<void> {
  const data = content.kind === 'text' ? content.text : await unpacked(content.base64).blob()
  const url = URL.createObjectURL(new Blob([data], { type: mediaType }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
