import { createMachine } from 'xstate'
import { expect, it } from 'vitest'
import { ran } from '../explore/ran.fixture.ts'
import { send, sink, toy } from '../model/toys.fixture.ts'
import { whereLines } from './where.ts'

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
  const lines = whereLines(trace, trace.steps)
  const table = lines.slice(lines.indexOf('') + 1)
  expect(table.toSorted()).toEqual([
    '      -> read, xstate.after.1.writer.write_iter.zero_range.read',
    '  task (writer) in write_iter > zero_range',
    '  task (writer): lock, GO',
  ])
})

it('says nothing of a machine that is called as its actor', () => {
  const { trace } = ran(toy({ writer: task, task: sink, disk: sink }))
  expect(whereLines(trace, trace.steps).at(-1)).toMatch(/^ {2}writer: /)
})
