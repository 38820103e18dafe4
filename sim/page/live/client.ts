/** The page's way to its server: questions, and what the server tells by itself. */
import type { Answer, Request, Told } from '../../serve/protocol.ts'
import { visibleAnswer, visibleTold } from './visible-answer.ts'

export interface Client {
  /** That nobody answers is an answer too. */
  readonly ask: (request: Request) => Promise<Answer>
  /** `gone`: the server has ended, or was started anew with another token. */
  readonly listen: (told: (told: Told) => void, gone: (isGone: boolean) => void) => void
}

export function clientOf(address: Pick<Location, 'search'>): Client {
  const token = new URLSearchParams(address.search).get('token') ?? ''
  return {
    ask: async (request) => {
      try {
        const response = await fetch('/api/ask', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-endio-token': token },
          body: JSON.stringify(request),
        })
        // What this server sends is of its own version.
        if (response.ok) return visibleAnswer((await response.json()) as Answer)
        return { kind: 'refused', lines: [await response.text()] }
      } catch {
        return { kind: 'refused', lines: ['endio serve does not answer; has it been ended?'] }
      }
    },
    listen: (told, gone) => {
      const events = new EventSource(`/api/events?token=${encodeURIComponent(token)}`)
      events.addEventListener('message', ({ data }: MessageEvent<string>) => {
        gone(false)
        told(visibleTold(JSON.parse(data) as Told))
      })
      events.addEventListener('error', () => gone(true))
    },
  }
}
