import { describe, expect, it } from 'vitest'
import { TestSystem } from '../system.fixture.ts'
import { wait_queue_head } from './wait_queue_head.ts'

const queue = (): TestSystem =>
  new TestSystem({ q: { machine: wait_queue_head, kind: 'wait_queue_head' } }, ['task', 'waker'])

describe('wait_queue_head', () => {
  it('does not sleep after a wake-up that came since prepare_to_wait', () => {
    const system = queue().call('task', 'q', 'prepare_to_wait').call('waker', 'q', 'wake_up')
    system.call('task', 'q', 'io_schedule')
    expect(system.got('task')).toEqual(['prepare_to_wait.ret', 'io_schedule.ret'])
  })

  it('wakes a task that sleeps', () => {
    const system = queue().call('task', 'q', 'prepare_to_wait').call('task', 'q', 'io_schedule')
    expect(system.got('task')).toEqual(['prepare_to_wait.ret'])
    system.call('waker', 'q', 'wake_up')
    expect(system.got('task')).toEqual(['prepare_to_wait.ret', 'io_schedule.ret'])
  })

  it('lets sleep_on miss what came before it', () => {
    const system = queue().call('waker', 'q', 'wake_up').call('task', 'q', 'sleep_on')
    expect(system.got('task')).toEqual([])
  })

  it('ends a sleep by its timer, once', () => {
    const system = queue().call('task', 'q', 'prepare_to_wait').call('task', 'q', 'io_schedule')
    const timeout = { type: 'process_timeout', from: 'task' }
    system.send('q', timeout).send('q', timeout)
    expect(system.got('task')).toEqual(['prepare_to_wait.ret', 'io_schedule.ret'])
    system.call('waker', 'q', 'waitqueue_active')
    expect(system.events('waker')).toEqual([{ type: 'waitqueue_active.ret', active: false }])
  })
})
