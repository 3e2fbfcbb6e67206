import { expect, test } from 'vitest'
import { STATUSES } from '../../../contracts/tickets.ts'
import { actionFor, actionOf, isReachable, SEND_ACTIONS, statusOf } from './send-action.ts'

test('the button never names a status that the ticket cannot take', () => {
  for (const status of STATUSES)
    for (const action of SEND_ACTIONS) expect(isReachable(actionFor(action, status), status)).toBe(true)
  expect(actionFor('wait', 'RESOLVED')).toBe('keep')
  expect(actionFor('wait', 'IN_PROGRESS')).toBe('wait')
})

test('a reply that is taken back is sent again as it was to be sent', () => {
  for (const action of SEND_ACTIONS) expect(actionOf(statusOf(action) ?? null)).toBe(action)
})
