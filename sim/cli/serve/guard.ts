/**
 * Who may ask. The server runs the machines of the scenarios it was given with the rights of the
 * user, and every page in the user's browser can send requests to it. So each request carries the
 * token of this run, names this server as its host (a page whose name was made to resolve here, DNS
 * rebinding, names another), and comes from this origin or from none.
 */
import { timingSafeEqual } from 'node:crypto'

export interface Head {
  readonly method: string
  /** As it was sent. */
  readonly url: string
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly token: string | undefined
  /** Sec-Fetch-Site, of browsers that send it. */
  readonly site: string | undefined
}

export interface Allowed {
  readonly port: number
  readonly token: string
}

export type Route = 'page' | 'events' | 'ask'

export type Guarded =
  | { readonly kind: 'allowed'; readonly route: Route }
  | { readonly kind: 'refused'; readonly status: 403 | 404 | 405; readonly why: string }

const routes: Readonly<Record<string, { readonly route: Route; readonly method: string }>> = {
  '/': { route: 'page', method: 'GET' },
  '/api/events': { route: 'events', method: 'GET' },
  '/api/ask': { route: 'ask', method: 'POST' },
}

export function guarded(head: Head, { port, token }: Allowed): Guarded {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (head.host === undefined || !hosts.includes(head.host)) {
    return refused(403, 'the host of the request is not this server')
  }
  if (head.origin !== undefined && head.origin !== `http://${head.host}`) {
    return refused(403, 'the request comes from another origin')
  }
  if (head.site !== undefined && !['same-origin', 'none'].includes(head.site)) {
    return refused(403, 'the request comes from another site')
  }
  const base = `http://${head.host}`
  const url = URL.canParse(head.url, base) ? new URL(head.url, base) : undefined
  if (url?.host !== head.host) return refused(404, 'there is no such page')
  const given = head.token ?? url.searchParams.get('token') ?? ''
  if (!isToken(given, token)) {
    return refused(403, 'the token is missing or wrong; use the address that endio serve printed')
  }
  const known = Object.hasOwn(routes, url.pathname) ? routes[url.pathname] : undefined
  if (known === undefined) return refused(404, 'there is no such page')
  if (head.method !== known.method) return refused(405, `only ${known.method}`)
  return { kind: 'allowed', route: known.route }
}

function refused(status: 403 | 404 | 405, why: string): Guarded {
  return { kind: 'refused', status, why }
}

/** In a time that does not tell how much of it is right. */
function isToken(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)]
  return one.length === other.length && timingSafeEqual(one, other)
}
