/**
 * The one place where randomness has no seed: a token must not be guessed, and it is no part of any
 * result. The linter refuses these functions everywhere else.
 */
import { randomBytes } from 'node:crypto'

/** 128 bits, as they stand in an address. */
export function newToken(): string {
  return randomBytes(16).toString('base64url')
}
