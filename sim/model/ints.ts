/** A list of 32-bit integers that grows. Its readers index `items` without a bounds check. */
export class Ints {
  items = new Int32Array(64)
  length = 0

  /** Appends `values`; `items` may be another array afterwards. */
  push(...values: readonly number[]): void {
    this.reserve(values.length)
    this.items.set(values, this.length)
    this.length += values.length
  }

  /** Makes room for `more` items, which the caller writes; `items` may be another array afterwards. */
  reserve(more: number): void {
    const needed = this.length + more
    if (needed <= this.items.length) return
    const wider = new Int32Array(Math.max(needed, 2 * this.items.length))
    wider.set(this.items)
    this.items = wider
  }
}
