import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import type { ShelvedDraft } from './draft.ts'
import { openDraftShelf } from './draft-shelf.ts'

const draftOf = (part: Partial<ShelvedDraft> = {}): ShelvedDraft => ({
  ticketId: 't',
  kind: 'reply',
  text: { format: 'html', content: '<p>Hello</p>' },
  writtenAtMs: 1,
  baseVersion: 7,
  isOnServer: true,
  other: null,
  ...part,
})

test('a tab goes on keeping drafts after another tab of the same person signed out', async () => {
  const [one, other] = [openDraftShelf('tenant:ana'), openDraftShelf('tenant:ana')]
  await one.write(draftOf())
  await other.wipeSaved()
  await one.write(draftOf({ isOnServer: false }))
  expect(await one.read('t', 'reply')).toMatchObject({ isOnServer: false })
})

test('signing out leaves what the desk does not have, and nothing else', async () => {
  const shelf = openDraftShelf('tenant:ben')
  await shelf.write(draftOf())
  await shelf.write(draftOf({ kind: 'note', isOnServer: false }))
  const aside = { format: 'html', content: '<p>Beside</p>', writtenAtMs: 1 } as const
  await shelf.write(draftOf({ ticketId: 'u', aside }))
  await shelf.wipeSaved()
  expect((await shelf.list()).map(({ ticketId, kind }) => `${ticketId} ${kind}`)).toEqual([
    't note',
    'u reply',
  ])
})

test('a tab that does not let go of the place keeps nobody from signing out, and nothing readable is left', async () => {
  const shelf = openDraftShelf('tenant:cara')
  await shelf.write(draftOf())
  // A tab that the browser froze hears nothing.
  const frozen = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open('docket-drafts:tenant:cara')
    opening.onsuccess = () => resolve(opening.result)
  })
  await shelf.wipeSaved()
  const lying = frozen.transaction('drafts').objectStore('drafts').getAll()
  await new Promise((resolve) => lying.addEventListener('success', resolve))
  expect(lying.result).toEqual([])
  frozen.close()
})
