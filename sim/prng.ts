/**
 * The only door for randomness. Each run has three independent streams, so that adding a fault to a
 * scenario does not reshuffle the schedules of old seeds.
 *
 * `alea` because it seeds 20 times faster than seedrandom's default generator and draws at 60
 * million a second; a sweep seeds once a run. Seeds are strings: in seedrandom 3.0.5 the number 1
 * and the string "1" give different streams.
 */
import seedrandom from 'seedrandom'

/** What a draw decides: who goes next, which data alternative, whether a fault strikes. */
export type StreamName = 'schedule' | 'data' | 'fault'

/** Draws an integer of 0..n-1, each equally likely up to 2^-32. `n` is at least 1. */
export type Draw = (n: number) => number

/**
 * The stream `name` of the run `seed`. The same pair gives the same draws on every machine. Seeding
 * reads its string three times and costs as much as twenty steps, so the one stream that every run
 * needs gets the seed as it is.
 */
export function stream(seed: string, name: StreamName): Draw {
  const next = seedrandom.alea(name === 'schedule' ? seed : `${name}:${seed}`)
  return (n) => Math.floor(next() * n)
}
