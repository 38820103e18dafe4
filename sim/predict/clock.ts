/** A vector clock: for each task by number, how many of its steps are known here. */
export class Clock {
  private readonly ticks: number[]

  constructor(tasks: number, ticks?: readonly number[]) {
    this.ticks = ticks === undefined ? Array.from({ length: tasks }, () => 0) : [...ticks]
  }

  tick(task: number): void {
    this.ticks[task] = this.of(task) + 1
  }

  join(other: Clock): void {
    for (const [task, known] of other.ticks.entries()) {
      if (known > this.of(task)) this.ticks[task] = known
    }
  }

  of(task: number): number {
    return this.ticks[task] ?? 0
  }

  copy(): Clock {
    return new Clock(this.ticks.length, this.ticks)
  }
}
