import { expect, it } from 'vitest'
import { counting } from '../../model/register.fixture.ts'
import { createModel } from '../../model/model.ts'
import { checkModel } from '../check.ts'
import type { CheckOptions } from '../result.ts'
import { IncompatibleOptionsError } from './combinations.ts'

it.each<readonly [CheckOptions, string]>([
  [{ sleep: 'receiver', mode: 'bfs' }, 'search without breadth first'],
  [{ sleep: 'receiver', exact: true }, 'search without whole states'],
  [{ sleep: 'tables', reductions: { reply: true } }, 'search without the other reductions'],
  [{ symmetry: true, exact: true }, 'search without whole states'],
  [{ symmetry: true, sleep: 'receiver' }, 'search without sleep sets'],
  [{ symmetry: true, reductions: { persistent: true } }, 'search without the other reductions'],
])('%o exclude each other', (options, message) => {
  const model = createModel({ ...counting(2), symmetry: [['c1', 'c2']] })
  expect(() => checkModel(model, options)).toThrow(IncompatibleOptionsError)
  expect(() => checkModel(model, options)).toThrow(message)
})
