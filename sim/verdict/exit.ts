/** Exit codes: stable, and told apart by scripts. */
import type { CheckVerdict } from './check.ts'
import type { Verdict } from './verdict.ts'

export const exitCodes = {
  /** Nothing was violated. */
  clean: 0,
  /** A property is violated: deadlock, unhandled events and machine errors included. */
  violated: 1,
  /** The command line or the scenario is wrong. */
  usage: 2,
  /** The bound was spent, or the scenario never did what it is about. */
  inconclusive: 3,
  /** A failed self-check: endio itself is wrong. */
  internal: 4,
  interrupted: 130,
} as const

export function exitCode(verdict: Verdict | CheckVerdict): number {
  switch (verdict.kind) {
    case 'violated':
      return exitCodes.violated
    case 'clean':
    case 'holds':
      return exitCodes.clean
    case 'vacuous':
    case 'inconclusive':
      return exitCodes.inconclusive
  }
}

/** How exit codes are spoken: as above, or as `git bisect run` understands them. */
export type ExitStyle = 'default' | 'git-bisect'

/** For git: 0 good, 1 bad, 125 cannot be tested, 128 and above stop the bisection. */
export function styledExit(code: number, style: ExitStyle): number {
  if (style === 'default' || code === exitCodes.clean || code === exitCodes.violated) return code
  return code === exitCodes.internal || code === exitCodes.interrupted ? 128 : 125
}
