import { createMachine } from 'xstate'
import { expect, it } from 'vitest'
import { ran } from '../explore/ran.fixture.ts'
import { send, sink, toy } from '../model/toys.fixture.ts'
import { whereLines } from './where.ts'

const functions = [
  { function: 'do_zero', file: 'fs/zero.c', states: ['write_iter'] },
  { function: 'zero_range', states: ['write_iter.zero_range'], when: () => true },
  { function: 'none', states: ['write_iter.zero_range.read'], when: () => false },
]

const task = createMachine({
  id: 'writer',
  initial: 'begin',
  states: {
    begin: { entry: [send('disk', 'lock'), send('task', 'GO')], on: { GO: 'write_iter' } },
    write_iter: {
      initial: 'zero_range',
      states: {
        zero_range: {
          initial: 'read',
          states: { read: { entry: send('disk', 'read'), after: { 1: '#writer.end' } } },
        },
      },
    },
    end: { type: 'final' },
  },
})

it('tells caller, machine, and the states around the place of each call, timers with their actor', () => {
  const { trace } = ran(toy({ task, disk: sink }))
  const lines = whereLines(trace, trace.steps, [])
  const table = lines.slice(lines.indexOf('') + 1)
  expect(table.toSorted()).toEqual([
    '      -> read, xstate.after.1.writer.write_iter.zero_range.read',
    '  task (writer) in write_iter > zero_range',
    '  task (writer): lock, GO',
  ])
})

it('says nothing of a machine that is called as its actor', () => {
  const { trace } = ran(toy({ writer: task, task: sink, disk: sink }))
  expect(whereLines(trace, trace.steps, []).at(-1)).toMatch(/^ {2}writer: /)
})

it('names the function of the longest path that applies, and its file', () => {
  const system = toy({ task, disk: sink })
  const actors = system.actors.map((a) => (a.id === 'task' ? { ...a, functions } : a))
  const { trace } = ran(system)
  const lines = whereLines(trace, trace.steps, actors)
  expect(lines.at(0)).toMatch(/^Functions \(and the actor/)
  expect(lines).toContain('  zero_range() (task)')
  expect(lines).toContain('  task (writer): lock, GO')
  const outer = actors.map((a) => ({ ...a, functions: functions.slice(0, 1) }))
  expect(whereLines(trace, trace.steps, outer)).toContain('  do_zero() (task) [fs/zero.c]')
})
