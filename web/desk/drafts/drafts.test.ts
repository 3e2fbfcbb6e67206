import { expect, test } from 'vitest'
import { becomes } from '../../../test/harness/becomes.ts'
import { createManualClock } from '../../api/manual-clock.ts'
import type { DraftShelf } from './draft-shelf.ts'
import { createDrafts } from './drafts.ts'
import { createFakeDraftDesk, createFakeShelf } from './fake-draft-desk.ts'

const shelf: DraftShelf = {
  read: async () => undefined,
  write: async () => {},
  remove: async () => {},
  list: async () => [],
  wipeSaved: async () => {},
}

function world() {
  const server = createFakeDraftDesk()
  const drafts = createDrafts({ server, shelf, clock: createManualClock(), format: 'html' })
  const marked = () => [...drafts.ticketIds()]
  const signal = (kind: string, version: number | null) =>
    drafts.heard({ type: 'draft', data: { ticketId: 't', kind, version } })
  return { server, drafts, marked, signal }
}

test('a ticket is marked while any of its drafts has words, here or on another device', () => {
  const { drafts, marked, signal } = world()
  drafts.keeper('t', 'reply').write({ format: 'html', content: '<p>a</p>' })
  signal('note', 7)
  expect(marked()).toEqual(['t'])
  drafts.keeper('t', 'reply').write({ format: 'html', content: '' })
  expect(marked()).toEqual(['t'])
  signal('note', null)
  expect(marked()).toEqual([])
})

test('drafts that lie at the desk are marked when it is asked, and an unknown one is no text of this page', async () => {
  const { server, drafts, marked } = world()
  const text = { format: 'html', content: '<p>a</p>' } as const
  await server.save('t', 'note', { text, baseVersion: 0, writtenAtMs: 1 }, false)
  await drafts.look()
  expect(marked()).toEqual(['t'])
  expect(drafts.hasText()).toBe(false)
})

test('what is written and not sent keeps the page from being loaded anew', async () => {
  const { drafts } = world()
  const keeper = drafts.keeper('t', 'reply')
  keeper.write({ format: 'html', content: '<p>a</p>' })
  expect(drafts.hasText()).toBe(true)
  await keeper.send(async () => true)
  await becomes(() => expect(drafts.hasText()).toBe(false))
})

test('a draft that was sent on another device is gone here, and one that came back is here', async () => {
  const { server, drafts } = world()
  const text = { format: 'html', content: '<p>a</p>' } as const
  await server.save('t', 'reply', { text, baseVersion: 0, writtenAtMs: 1 }, false)
  const keeper = drafts.keeper('t', 'reply')
  const shown = () => keeper.state().text.content
  await becomes(() => expect(shown()).toBe('<p>a</p>'))
  server.clear()
  await drafts.lookAt('t')
  expect(shown()).toBe('')
  await server.save('t', 'reply', { text, baseVersion: 0, writtenAtMs: 2 }, false)
  await drafts.lookAt('t')
  expect(shown()).toBe('<p>a</p>')
})

test('signing out leaves nothing on a device that is slow to write down what the desk took', async () => {
  const lying = createFakeShelf()
  const held = Promise.withResolvers<void>()
  const lies = Promise.withResolvers<void>()
  const slow: DraftShelf = {
    ...lying,
    async write(draft) {
      await held.promise
      await lying.write(draft)
      lies.resolve()
    },
  }
  const clock = createManualClock()
  const drafts = createDrafts({ server: createFakeDraftDesk(), shelf: slow, clock, format: 'html' })
  drafts.keeper('t', 'note').write({ format: 'html', content: '<p>a</p>' })
  setImmediate(() => held.resolve())
  await Promise.all([drafts.putAway(), lies.promise])
  expect(lying.rows.size).toBe(0)
})
