import { expect, test } from 'vitest'
import { ApiError, NoAnswer } from '../../../contracts/client.ts'
import { createCommandKey } from './command-key.ts'

const noAnswer = () => Promise.reject(new NoAnswer('cut', { cause: undefined }))
const refused = (code: string, status = 422) => Promise.reject(new ApiError(status, code as 'conflict', 'no'))

/** Tries with these answers one after the other; the keys that were sent. */
async function keysOf(...answers: (() => Promise<void>)[]): Promise<string[]> {
  const sent: string[] = []
  const key = createCommandKey()
  while (answers.length > 0)
    await key
      .use(async (id) => {
        sent.push(id)
        await answers.shift()?.()
      })
      .catch(() => undefined)
  return sent
}

test('what may have been done goes again under the same key', async () => {
  const keys = await keysOf(
    noAnswer,
    () => refused('unreadable-answer', 504),
    () => refused('request-in-flight', 409),
    async () => undefined,
  )
  expect(new Set(keys).size).toBe(1)
})

test('what was done or refused is another command the next time', async () => {
  const keys = await keysOf(
    async () => undefined,
    () => refused('conflict', 409),
    async () => undefined,
  )
  expect(new Set(keys).size).toBe(3)
})

test('what was changed after no answer is another command, without anybody having to press twice', async () => {
  const sent: string[] = []
  const key = createCommandKey()
  await key.use(noAnswer).catch(() => undefined)
  await key.use(async (id) => {
    sent.push(id)
    // The desk did the first, and knows its key with other words.
    if (sent.length === 1) await refused('idempotency-key-reused')
  })
  expect(new Set(sent).size).toBe(2)
})
