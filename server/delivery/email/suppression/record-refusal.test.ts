import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, type SetUp, startDesk } from '../../../../test/harness/index.ts'
import { read, write } from '../../../platform/db/index.ts'
import { recordRefusal } from './record-refusal.ts'
import { liftsSuppression, refusalKind } from './refusal-kind.ts'
import { suppressedAddresses } from './suppression-queries.ts'

const HOUR_MS = 3_600_000
let desk: Desk
let owner: SetUp
const scope = () => ({ tenantId: owner.tenantId, actorId: null })
const refuse = (addressKey: string, status: string, deliveryId: string = randomUUID()) =>
  write(desk.db, scope(), (tx) =>
    recordRefusal(tx, { deliveryId, addressKey, status, detail: `no \0 such ${'user '.repeat(200)}` }),
  )
const reasonOf = async (addressKey: string) =>
  (await read(desk.db, scope(), (tx) => suppressedAddresses(tx, [addressKey]))).get(addressKey)?.reason

beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
})
afterAll(() => desk.stop())

describe('a refusal', () => {
  test.each(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10'])(
    'with %s keeps mail from the address for good',
    async (status) => {
      const address = `gone${status}@example.com`
      expect(refusalKind(status)).toBe('HARD')
      await refuse(address, status)
      expect(await reasonOf(address)).toBe('HARD_BOUNCE')
      desk.moveClock(1000 * HOUR_MS)
      expect(await reasonOf(address)).toBe('HARD_BOUNCE')
    },
  )

  test.each(['5.1.0', '5.2.2', '5.7.1', '4.2.2', '4.4.7', '5.1.11', ''])(
    'with %j alone keeps none away',
    async (status) => {
      const address = `soft${status}@example.com`
      expect(refusalKind(status)).toBe('SOFT')
      await refuse(address, status)
      expect(await reasonOf(address)).toBeUndefined()
    },
  )
})

describe('soft refusals', () => {
  test('three within 72 hours pause the address for 24', async () => {
    const address = 'full@example.com'
    await refuse(address, '4.2.2')
    desk.moveClock(35 * HOUR_MS)
    await refuse(address, '4.2.2')
    expect(await reasonOf(address)).toBeUndefined()
    desk.moveClock(36 * HOUR_MS)
    await refuse(address, '4.2.2')
    expect(await reasonOf(address)).toBe('SOFT_BOUNCES')
    desk.moveClock(24 * HOUR_MS - 60_000)
    expect(await reasonOf(address)).toBe('SOFT_BOUNCES')
    desk.moveClock(60_001)
    expect(await reasonOf(address)).toBeUndefined()
  })

  test('the first of three counts no more after 72 hours', async () => {
    const address = 'slow@example.com'
    await refuse(address, '4.2.2')
    desk.moveClock(36 * HOUR_MS)
    await refuse(address, '4.2.2')
    desk.moveClock(36 * HOUR_MS)
    await refuse(address, '4.2.2')
    expect(await reasonOf(address)).toBeUndefined()
  })

  test('one delivery counts once, however often it is reported late', async () => {
    const address = 'late@example.com'
    const delivery = randomUUID()
    for (let i = 0; i < 4; i += 1) await refuse(address, '4.4.1', delivery)
    expect(await reasonOf(address)).toBeUndefined()
  })

  test('three at the same moment are three', async () => {
    for (let round = 0; round < 20; round += 1) {
      const address = `race${round}@example.com`
      await Promise.all(Array.from({ length: 3 }, () => refuse(address, '4.2.2')))
      expect(await reasonOf(address)).toBe('SOFT_BOUNCES')
    }
  })

  test('a pause becomes for good, and what is for good is not shortened to a pause', async () => {
    const address = 'worse@example.com'
    for (let i = 0; i < 3; i += 1) await refuse(address, '4.2.2')
    await refuse(address, '5.1.1')
    await refuse(address, '4.2.2')
    expect(await reasonOf(address)).toBe('HARD_BOUNCE')
  })
})

test('a refusal at one tenant keeps no mail of another away', async () => {
  await refuse('shared@example.com', '5.1.1')
  const other = { tenantId: randomUUID(), actorId: null }
  expect((await read(desk.db, other, (tx) => suppressedAddresses(tx, ['shared@example.com']))).size).toBe(0)
})

test('only a mail that is vouched for and written by a person lifts a suppression', () => {
  expect(liftsSuppression({ auth: 'pass', auto: false })).toBe(true)
  expect(liftsSuppression({ auth: 'pass', auto: true })).toBe(false)
  expect(liftsSuppression({ auth: 'none', auto: false })).toBe(false)
  expect(liftsSuppression({ auth: 'fail', auto: false })).toBe(false)
})
