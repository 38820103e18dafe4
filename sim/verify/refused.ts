/** The two ways in which a certificate can fail. */

/** The certificate says something that is not so. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  /** Counted from 1. */
  readonly line: number

  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

/** A line is not of the format, so that nothing can be said about the certificate. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError'
  /** Counted from 1, as `col`. */
  readonly line: number
  readonly col: number

  constructor(line: number, col: number, message: string) {
    super(message)
    this.line = line
    this.col = col
  }
}
