import { expect, test } from 'vitest'
import { MEANING, ScenarioError, formatProblem, isError, problem } from './errors.ts'
import type { Problem } from './errors.ts'

const at = (fields: Partial<Problem>): Problem =>
  problem({
    code: 'unknown-key',
    message: "'explroe' means nothing here",
    file: 'a.yaml',
    line: 56,
    col: 3,
    length: 7,
    excerpt: '  explroe: {mode: auto}',
    ...fields,
  })

test('a problem is shown with its place, its line and a caret below each character', () => {
  expect(formatProblem(at({ suggestion: 'explore' }))).toBe(
    `a.yaml:56:3: error[unknown-key] 'explroe' means nothing here (did you mean 'explore'?)
  explroe: {mode: auto}
  ^^^^^^^`,
  )
})

test('without a source line only the first line is shown', () => {
  expect(formatProblem(at({ excerpt: '' }))).not.toContain('\n')
})

test.each([1, 60, 500, 990])('a long line is cut around column %i', (col) => {
  const excerpt = `${'-'.repeat(col - 1)}here${'-'.repeat(1000 - col)}`
  const [, line = '', carets = ''] = formatProblem(at({ excerpt, col, length: 4 })).split('\n')
  expect(line.length).toBeLessThan(100)
  expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('here')
})

test('characters that would steer a terminal are replaced one for one', () => {
  const shown = formatProblem(at({ excerpt: '\t\u001b[2J\u202eexplroe', col: 7 }))
  expect(shown.split('\n').slice(1)).toEqual([' ·[2J·explroe', '      ^^^^^^^'])
})

test('the code decides the severity', () => {
  expect(isError(at({}))).toBe(true)
  expect(isError(problem({ ...at({}), code: 'unused-param' }))).toBe(true)
  const { severity: _, ...fields } = at({ code: 'unused-param' })
  expect(isError(problem(fields))).toBe(false)
})

test('a scenario error shows all its problems', () => {
  const error = new ScenarioError([at({}), at({ line: 57 })])
  expect(error.message.match(/unknown-key/g)).toHaveLength(2)
})

test('each code has one line of meaning', () => {
  for (const meaning of Object.values(MEANING)) expect(meaning).toMatch(/^\S[^\n]+[^.]$/)
})
