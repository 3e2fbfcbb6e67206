import fc from 'fast-check'
import { expect, test } from 'vitest'
import { becomes } from '../../../test/harness/becomes.ts'
import { createManualClock } from '../../api/manual-clock.ts'
import { createDraftKeeper, type DraftKeeper } from './draft-keeper.ts'
import { createFakeDraftDesk, createFakeShelf } from './fake-draft-desk.ts'

const plain = (content: string) => ({ format: 'plain' as const, content })

async function world(parts: { desk?: ReturnType<typeof createFakeDraftDesk> } = {}) {
  const clock = createManualClock(Date.UTC(2026, 0, 1))
  const desk = parts.desk ?? createFakeDraftDesk()
  const open = async (shelf = createFakeShelf()) => {
    const keeper = createDraftKeeper({
      ticketId: 't',
      kind: 'reply',
      format: 'plain',
      server: desk,
      shelf,
      clock,
    })
    await until(() => keeper.state().isLoaded)
    return { keeper, shelf }
  }
  return { clock, desk, open, ...(await open()) }
}
/** Everything here ends within a few turns of the microtask queue. */
async function until(holds: () => boolean): Promise<void> {
  for (let turns = 0; !holds(); turns += 1) {
    if (turns > 10_000) throw new Error('it never came true')
    await Promise.resolve()
  }
}
/** From now on each save waits until it is let go. */
function holdSaves(desk: ReturnType<typeof createFakeDraftDesk>): (() => void)[] {
  const held: (() => void)[] = []
  const { save } = desk
  desk.save = async (...given) => {
    await new Promise<void>((resolve) => held.push(resolve))
    return save(...given)
  }
  return held
}
const keeperBecomes = (keeper: DraftKeeper, part: object) =>
  becomes(() => expect(keeper.state()).toMatchObject(part))

test('what is written is in memory at once, here after 300 ms, at the desk 1.5 s after the last key', async () => {
  const { clock, keeper, shelf, desk } = await world()
  expect(keeper.state().saved).toBe('nothing')
  keeper.write(plain('Hi'))
  expect(keeper.state()).toMatchObject({ text: plain('Hi'), saved: 'unsaved' })
  clock.advance(299)
  expect(shelf.rows.size).toBe(0)
  clock.advance(1)
  await keeperBecomes(keeper, { saved: 'here' })
  clock.advance(1_000)
  keeper.write(plain('Hi Jane'))
  clock.advance(1_499)
  expect(desk.saves).toEqual([])
  clock.advance(1)
  await keeperBecomes(keeper, { saved: 'here-and-server' })
  expect(desk.saves.map(({ text }) => text.content)).toEqual(['Hi Jane'])
})

test('who writes on and on is saved at the desk all the same', async () => {
  const { clock, keeper, desk } = await world()
  for (let i = 0; i < 60; i += 1) {
    keeper.write(plain('x'.repeat(i + 1)))
    clock.advance(100)
  }
  await becomes(() => expect(desk.draft()?.body.length).toBeGreaterThan(0))
})

test('a reload and a crash find the text again, also without the desk', async () => {
  const { clock, keeper, shelf, desk, open } = await world()
  desk.isDown = true
  keeper.write(plain('Written on a train'))
  clock.advance(300)
  await keeperBecomes(keeper, { saved: 'here' })
  const again = await open(shelf)
  expect(again.keeper.state()).toMatchObject({ text: plain('Written on a train'), saved: 'here' })
  desk.isDown = false
  clock.advance(60_000)
  await becomes(() => expect(desk.draft()?.body).toBe('Written on a train'))
})

test('another device finds it, and another account of the same browser does not', async () => {
  const { clock, keeper, open } = await world()
  keeper.write(plain('From the laptop'))
  clock.advance(2_000)
  await keeperBecomes(keeper, { saved: 'here-and-server' })
  await keeperBecomes((await open()).keeper, { text: plain('From the laptop'), saved: 'here-and-server' })
})

test('two devices that write at once: each keeps what it shows, the other text is the other version', async () => {
  const { clock, keeper, desk, open } = await world()
  const phone = (await open()).keeper
  keeper.write(plain('laptop'))
  clock.advance(100)
  phone.write(plain('phone'))
  clock.advance(2_000)
  await keeperBecomes(phone, { text: plain('phone'), other: { content: 'laptop' } })
  await becomes(() => expect(desk.draft()).toMatchObject({ body: 'phone', other: { body: 'laptop' } }))
  await keeper.heard(desk.draft()?.version ?? 0)
  await keeperBecomes(keeper, { text: plain('laptop'), other: { content: 'phone' } })
})

test('a device that is not being written on takes over what the other saved', async () => {
  const { clock, keeper, desk, open } = await world()
  const phone = (await open()).keeper
  keeper.write(plain('laptop'))
  clock.advance(2_000)
  await keeperBecomes(keeper, { saved: 'here-and-server' })
  await phone.heard(desk.draft()?.version ?? 0)
  expect(phone.state()).toMatchObject({ text: plain('laptop'), other: null })
})

test('the other version can be taken up, and then put away', async () => {
  const { clock, keeper, desk, open } = await world()
  const phone = (await open()).keeper
  keeper.write(plain('laptop'))
  clock.advance(2_000)
  await keeperBecomes(keeper, { saved: 'here-and-server' })
  phone.write(plain('phone'))
  clock.advance(2_000)
  await keeperBecomes(phone, { other: { content: 'laptop' }, saved: 'here-and-server' })
  phone.swapOther()
  expect(phone.state()).toMatchObject({ text: plain('laptop'), other: { content: 'phone' } })
  clock.advance(2_000)
  await keeperBecomes(phone, { saved: 'here-and-server' })
  phone.dropOther()
  clock.advance(2_000)
  await becomes(() => expect(desk.draft()).toMatchObject({ body: 'laptop', other: null }))
  expect(phone.state().other).toBeNull()
})

test('a version that is put away while the text is being saved stays away', async () => {
  const { clock, keeper, desk, open } = await world()
  const phone = (await open()).keeper
  keeper.write(plain('laptop'))
  clock.advance(2_000)
  await keeperBecomes(keeper, { saved: 'here-and-server' })
  phone.write(plain('phone'))
  clock.advance(2_000)
  await keeperBecomes(phone, { other: { content: 'laptop' }, saved: 'here-and-server' })
  const held = holdSaves(desk)
  phone.swapOther()
  clock.advance(2_000)
  await becomes(() => expect(held).toHaveLength(1))
  phone.dropOther()
  clock.advance(0)
  held[0]?.()
  await becomes(() => expect(held).toHaveLength(2))
  expect(phone.state().other).toBeNull()
  held[1]?.()
  await becomes(() => expect(desk.draft()).toMatchObject({ body: 'laptop', other: null }))
  expect(phone.state().other).toBeNull()
})

test('a sent text is no draft any more; a refused one is as it was', async () => {
  const { clock, keeper, shelf, desk } = await world()
  keeper.write(plain('Hello'))
  clock.advance(2_000)
  await keeperBecomes(keeper, { saved: 'here-and-server' })
  await keeper.send(async () => false)
  expect(keeper.state()).toMatchObject({ text: plain('Hello') })
  await keeper.send(async (text) => {
    expect(text).toEqual(plain('Hello'))
    desk.clear()
    return true
  })
  expect(keeper.state()).toMatchObject({ text: plain(''), saved: 'nothing' })
  clock.advance(60_000)
  await becomes(() => expect(shelf.rows.size).toBe(0))
  expect(desk.draft()).toBeNull()
})

test('a save that is under way when the text is sent does not bring the draft back', async () => {
  const { clock, keeper, desk } = await world()
  const held = holdSaves(desk)
  keeper.write(plain('Hello'))
  clock.advance(1_500)
  await becomes(() => expect(held).toHaveLength(1))
  let wasSent = false
  const sending = keeper.send(async () => {
    wasSent = true
    desk.clear()
    return true
  })
  await Promise.resolve()
  expect(wasSent).toBe(false)
  held[0]?.()
  await sending
  expect(desk.draft()).toBeNull()
  expect(keeper.state().text.content).toBe('')
})

test('a reply that was taken back is here again, beside what was written since', async () => {
  const { keeper } = await world()
  keeper.restore(plain('Taken back'))
  expect(keeper.state().text).toEqual(plain('Taken back'))
  const other = (await world()).keeper
  other.write(plain('Newer'))
  other.restore(plain('Taken back'))
  expect(other.state()).toMatchObject({ text: plain('Newer'), other: { content: 'Taken back' } })
})

test('a device that cannot keep it says so, and the desk still has it', async () => {
  const { clock, keeper, shelf } = await world()
  shelf.isFull = true
  keeper.write(plain('Hello'))
  clock.advance(300)
  await keeperBecomes(keeper, { saved: 'unsaved' })
  clock.advance(1_500)
  await keeperBecomes(keeper, { saved: 'server' })
})

test('hiding the page saves on both sides at once', async () => {
  const { keeper, shelf, desk } = await world()
  keeper.write(plain('Hello'))
  await keeper.flush(true)
  expect(shelf.rows.size).toBe(1)
  expect(desk.draft()?.body).toBe('Hello')
})

test('without the desk it is tried again, and again', async () => {
  const { clock, keeper, desk } = await world()
  desk.isDown = true
  keeper.write(plain('Hello'))
  clock.advance(2_000)
  await keeperBecomes(keeper, { saved: 'here' })
  desk.isDown = false
  await becomes(() => {
    clock.advance(10_000)
    expect(keeper.state().saved).toBe('here-and-server')
  })
})

const step = fc.record({
  who: fc.nat(1),
  do: fc.constantFrom('write', 'write', 'write', 'time', 'time', 'reload', 'down', 'up', 'hear', 'flush'),
})

test('no text of two devices is ever lost: it is shown, it is the other version, or its own device went on from it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30, size: 'max' }), async (steps) => {
      const { clock, desk, open } = await world()
      const devices = [await open(), await open()]
      /** What stood in a composer when its own author wrote on. */
      const wroteOn = new Set<string>()
      const drain = () => Promise.all(devices.map(({ keeper }) => keeper.flush()))
      let texts = 0
      for (const one of steps) {
        const device = devices[one.who]
        if (device === undefined) continue
        if (one.do === 'write') {
          texts += 1
          wroteOn.add(device.keeper.state().text.content)
          device.keeper.write(plain(`<${texts}>`))
        } else if (one.do === 'time') {
          clock.advance(700)
          for (let i = 0; i < 10; i += 1) await Promise.resolve()
        } else if (one.do === 'reload') {
          // What is at least 300 ms old is on the device.
          clock.advance(300)
          await until(() => device.keeper.state().saved !== 'unsaved')
          device.keeper.stop()
          devices[one.who] = await open(device.shelf)
        } else if (one.do === 'hear') await device.keeper.heard(desk.draft()?.version ?? null)
        else if (one.do === 'flush') await device.keeper.flush()
        else desk.isDown = one.do === 'down'
      }
      desk.isDown = false
      for (let i = 0; i < 3; i += 1) {
        clock.advance(60_000)
        await drain()
      }
      const states = devices.map(({ keeper }) => keeper.state())
      const there = desk.draft()
      const kept = [
        ...states.flatMap(({ text, other }) => [text.content, other?.content ?? '']),
        there?.body ?? '',
        there?.other?.body ?? '',
      ].join()
      for (let i = 1; i <= texts; i += 1)
        expect(wroteOn.has(`<${i}>`) || kept.includes(`<${i}>`), `<${i}> in ${kept}`).toBe(true)
    }),
    { numRuns: 400 },
  )
})
