/** Little-endian numbers and text one after another. */
export class Bytes {
  private buffer = new Uint8Array(4_096)
  length = 0

  /** Unsigned, of 1, 2, 4 or 8 bytes; negative values as their complement. */
  uint(size: 1 | 2 | 4 | 8, value: number): this {
    this.reserve(size)
    const view = new DataView(this.buffer.buffer)
    if (size === 8) view.setBigInt64(this.length, BigInt(value), true)
    else {
      for (let i = 0; i < size; i++) view.setUint8(this.length + i, (value >>> (8 * i)) & 0xff)
    }
    this.length += size
    return this
  }

  /** UTF-8. */
  text(text: string): this {
    return this.append(new TextEncoder().encode(text))
  }

  /** UTF-8 with a zero at the end. */
  string(text: string): this {
    return this.text(text).uint(1, 0)
  }

  append(bytes: Uint8Array): this {
    this.reserve(bytes.length)
    this.buffer.set(bytes, this.length)
    this.length += bytes.length
    return this
  }

  /** Zeros up to a multiple of `unit`. */
  pad(unit: number): this {
    const wanted = Math.ceil(this.length / unit) * unit
    this.reserve(wanted - this.length)
    this.length = wanted
    return this
  }

  done(): Uint8Array {
    return this.buffer.slice(0, this.length)
  }

  private reserve(size: number): void {
    if (this.length + size <= this.buffer.length) return
    const wider = new Uint8Array(2 * (this.length + size))
    wider.set(this.buffer)
    this.buffer = wider
  }
}
