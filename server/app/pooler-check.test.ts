import { expect, it } from 'vitest'
import { cloneDatabase } from '../../test/harness/clone-database.ts'
import { sharesSessions } from './pooler-check.ts'

it('a server without a pooler gives each connection a session of its own', async () => {
  const database = await cloneDatabase()
  expect(await sharesSessions(database.urls.direct)).toBe(false)
  await database.drop()
})
