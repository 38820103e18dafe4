/**
 * The call that is under way, in memory that two threads share. Word 0 is odd while there is one, and
 * never twice the same; word 1 has the length in bytes of what follows, the name of the call.
 */
const words = 2
const nameBytes = 1_000

export class Call {
  readonly shared: SharedArrayBuffer
  private readonly state: Int32Array
  private readonly name: Uint8Array
  private readonly encoder = new TextEncoder()

  constructor(shared: SharedArrayBuffer) {
    this.shared = shared
    this.state = new Int32Array(shared, 0, words)
    this.name = new Uint8Array(shared, this.state.byteLength)
  }

  static create(): Call {
    return new Call(new SharedArrayBuffer(words * Int32Array.BYTES_PER_ELEMENT + nameBytes))
  }

  begin(what: string): void {
    this.state[1] = this.encoder.encodeInto(what, this.name).written
    Atomics.add(this.state, 0, 1)
  }

  end(): void {
    Atomics.add(this.state, 0, 1)
  }

  /** Sleeps; gives the call that was under way all the time. Nobody wakes it, so no time is lost. */
  outlasting(milliseconds: number): { readonly number: number; readonly name: string } | undefined {
    const number = Atomics.load(this.state, 0)
    const slept = Atomics.wait(this.state, 0, number, milliseconds)
    if (slept !== 'timed-out' || number % 2 === 0) return undefined
    if (Atomics.load(this.state, 0) !== number) return undefined
    // A copy: decoders refuse shared memory.
    return { number, name: new TextDecoder().decode(this.name.slice(0, this.state[1])) }
  }
}
