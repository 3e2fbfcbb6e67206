import { expect, test } from 'vitest'
import { becomes } from '../../../test/harness/becomes.ts'
import { createManualClock } from '../../api/manual-clock.ts'
import { createDraftKeeper } from './draft-keeper.ts'
import { createFakeDraftDesk, createFakeShelf } from './fake-draft-desk.ts'
import { createHeldDraftDesk } from './held-draft-desk.ts'

const plain = (content: string) => ({ format: 'plain' as const, content })

async function world() {
  const clock = createManualClock(Date.UTC(2026, 0, 1))
  const { desk, held, hold } = createHeldDraftDesk()
  const holds = (count: number) =>
    becomes(() => {
      const one = held.at(count - 1)
      if (one === undefined || held.length !== count) throw new Error(`${held.length} are held`)
      return one
    })
  const open = async (shelf = createFakeShelf()) => {
    const given = { ticketId: 't', kind: 'reply', format: 'plain' } as const
    const keeper = createDraftKeeper({ ...given, server: desk, shelf, clock })
    await becomes(() => expect(keeper.state().isLoaded).toBe(true))
    return keeper
  }
  const keeper = await open()
  const saved = (one = keeper) =>
    becomes(() => {
      clock.advance(500)
      expect(one.state().saved).toBe('here-and-server')
    })
  return { clock, desk, open, keeper, saved, held, hold, holds }
}

test('two saves whose answers come the wrong way round leave the later one as what the desk has', async () => {
  const { clock, keeper, desk, hold, holds, saved } = await world()
  keeper.write(plain('one'))
  await saved()
  hold(true)
  keeper.write(plain('one two'))
  clock.advance(1_500)
  const first = await holds(1)
  keeper.write(plain('one two three'))
  void keeper.flush(true)
  const second = await holds(2)
  await first.reach()
  void second.answer()
  await saved()
  void first.answer()
  hold(false)
  await becomes(() => expect(desk.draft()?.body).toBe('one two three'))
  const version = desk.draft()?.version
  keeper.write(plain('one, and three'))
  await saved()
  expect(desk.saves.at(-1)?.baseVersion).toBe(version)
  expect(desk.draft()?.body).toBe('one, and three')
})

test('a text is sent when each save under way has come to its end, so that none brings the draft back', async () => {
  const { clock, keeper, desk, hold, holds } = await world()
  hold(true)
  keeper.write(plain('Hel'))
  clock.advance(1_500)
  const first = await holds(1)
  keeper.write(plain('Hello'))
  void keeper.flush(true)
  const second = await holds(2)
  let wasSent = false
  const sending = keeper.send(async () => {
    wasSent = true
    desk.clear()
    return true
  })
  void second.answer()
  await becomes(() => expect(desk.saves).toHaveLength(1))
  for (let turns = 0; turns < 50; turns += 1) await Promise.resolve()
  expect(wasSent).toBe(false)
  void first.answer()
  await sending
  expect(desk.draft()).toBeNull()
})

test('a version that was put away right before the text is sent does not come back as the draft', async () => {
  const { keeper, desk, open, saved, clock } = await world()
  const phone = await open()
  phone.write(plain('phone'))
  await saved(phone)
  keeper.write(plain('laptop'))
  await saved()
  expect(keeper.state().other).toMatchObject({ content: 'phone' })
  keeper.dropOther()
  await keeper.send(async () => {
    // The desk makes the other version the draft where there is one.
    expect(desk.draft()?.other ?? null).toBeNull()
    desk.clear()
    return true
  })
  clock.advance(60_000)
  await becomes(() => expect(keeper.state()).toMatchObject({ text: plain(''), saved: 'nothing' }))
})

test('what is told while a text is sent is looked at when it was', async () => {
  const { keeper, desk, saved } = await world()
  keeper.write(plain('Sent'))
  await saved()
  await keeper.send(async () => {
    desk.clear()
    const draft = { text: plain('Not sent'), baseVersion: 0, writtenAtMs: Date.UTC(2026, 0, 2) }
    await desk.save('t', 'reply', draft, false)
    // The stream is quicker than the answer.
    await keeper.heard(-1)
    return true
  })
  await becomes(() => expect(keeper.state().text).toEqual(plain('Not sent')))
})

test('what another device saved while a save was under way is shown, though it was told meanwhile', async () => {
  const { clock, keeper, desk, hold, holds } = await world()
  keeper.write(plain('laptop'))
  hold(true)
  clock.advance(1_500)
  const save = await holds(1)
  await save.reach()
  hold(false)
  const draft = { text: plain('phone'), baseVersion: 0, writtenAtMs: Date.UTC(2026, 0, 2) }
  const version = (await desk.save('t', 'reply', draft, false))?.version ?? 0
  await keeper.heard(version)
  void save.answer()
  await becomes(() => expect(keeper.state()).toMatchObject({ other: { content: 'phone' } }))
  expect(keeper.state().text).toEqual(plain('laptop'))
})

test('a look that left before a save never brings the text back that was there before', async () => {
  const { clock, keeper, desk, hold, holds, saved } = await world()
  keeper.write(plain('old'))
  await saved()
  desk.isDown = true
  keeper.write(plain('old and new'))
  clock.advance(30_000)
  await becomes(() => expect(keeper.state().saved).toBe('here'))
  desk.isDown = false
  hold(true)
  void keeper.heard(-1)
  const look = await holds(1)
  await look.reach()
  hold(false)
  await keeper.flush()
  expect(desk.draft()?.body).toBe('old and new')
  void look.answer()
  for (let turns = 0; turns < 50; turns += 1) await Promise.resolve()
  expect(keeper.state()).toMatchObject({ text: plain('old and new'), other: null })
})

test('of two looks the later counts, in whatever order they are answered', async () => {
  const { keeper, desk, hold, holds, held } = await world()
  const save = async (content: string, atMs: number) => {
    const draft = { text: plain(content), baseVersion: desk.draft()?.version ?? 0, writtenAtMs: atMs }
    return (await desk.save('t', 'reply', draft, false))?.version ?? 0
  }
  const one = await save('one', 1)
  hold(true)
  void keeper.heard(one)
  const first = await holds(1)
  await first.reach()
  hold(false)
  const two = await save('two', 2)
  hold(true)
  void keeper.heard(two)
  void held[1]?.answer()
  for (let turns = 0; turns < 50; turns += 1) await Promise.resolve()
  void first.answer()
  for (let turns = 0; turns < 50; turns += 1) await Promise.resolve()
  for (const { answer } of held) void answer()
  await becomes(() => expect(keeper.state().text).toEqual(plain('two')))
})

test('a save that was under way when a refused text was to be sent counts: nothing becomes an other version', async () => {
  const { clock, keeper, desk, hold, holds, saved } = await world()
  hold(true)
  keeper.write(plain('first words'))
  clock.advance(1_500)
  const save = await holds(1)
  const sending = keeper.send(async () => false)
  void save.answer()
  await sending
  hold(false)
  keeper.write(plain('other words'))
  await saved()
  expect(desk.draft()).toMatchObject({ body: 'other words', other: null })
  expect(keeper.state().other).toBeNull()
})

test('a device whose storage never answers keeps nobody from writing, saving and leaving', async () => {
  const clock = createManualClock(Date.UTC(2026, 0, 1))
  const desk = createFakeDraftDesk()
  const never = () => new Promise<never>(() => {})
  const shelf = { ...createFakeShelf(), read: never, write: never, remove: never }
  const given = { ticketId: 't', kind: 'reply', format: 'plain' } as const
  const keeper = createDraftKeeper({ ...given, server: desk, shelf, clock })
  keeper.write(plain('Hello'))
  await becomes(() => {
    clock.advance(1_500)
    expect(keeper.state().saved).toBe('server')
  })
  keeper.write(plain('Hello Jane'))
  let hasLeft = false
  void keeper.flush(true).then(() => {
    hasLeft = true
  })
  await becomes(() => {
    clock.advance(1_000)
    expect(hasLeft).toBe(true)
  })
  expect(desk.draft()?.body).toBe('Hello Jane')
})

test('what lay on a device that answers late is still there, beside what the desk has', async () => {
  const clock = createManualClock(Date.UTC(2026, 0, 1))
  const desk = createFakeDraftDesk()
  await desk.save('t', 'reply', { text: plain('at the desk'), baseVersion: 0, writtenAtMs: 1 }, false)
  const shelf = createFakeShelf()
  const lying = { ticketId: 't', kind: 'reply', writtenAtMs: 2, baseVersion: 0, other: null } as const
  shelf.rows.set('t:reply', { ...lying, text: plain('on the train'), isOnServer: false })
  const { read } = shelf
  let answer = (): void => undefined
  const late = new Promise<void>((resolve) => {
    answer = resolve
  })
  shelf.read = async (...given) => {
    await late
    return read(...given)
  }
  const given = { ticketId: 't', kind: 'reply', format: 'plain' } as const
  const keeper = createDraftKeeper({ ...given, server: desk, shelf, clock })
  await becomes(() => {
    clock.advance(1_000)
    expect(keeper.state()).toMatchObject({ isLoaded: true, text: plain('at the desk') })
  })
  answer()
  await becomes(() => expect(keeper.state().other).toMatchObject({ content: 'on the train' }))
  await becomes(() => expect(shelf.rows.get('t:reply')?.other).toMatchObject({ content: 'on the train' }))
})

test('a desk that could not be asked when the composer opened is asked when it can be', async () => {
  const clock = createManualClock(Date.UTC(2026, 0, 1))
  const desk = createFakeDraftDesk()
  await desk.save('t', 'reply', { text: plain('from the phone'), baseVersion: 0, writtenAtMs: 1 }, false)
  desk.isDown = true
  const given = { ticketId: 't', kind: 'reply', format: 'plain' } as const
  const keeper = createDraftKeeper({ ...given, server: desk, shelf: createFakeShelf(), clock })
  await becomes(() => expect(keeper.state().isLoaded).toBe(true))
  expect(keeper.state().text).toEqual(plain(''))
  desk.isDown = false
  await keeper.flush()
  await becomes(() => expect(keeper.state().text).toEqual(plain('from the phone')))
})

test('the text that gave way to the other version is the other version, at the desk too', async () => {
  const { keeper, desk, open, saved } = await world()
  const phone = await open()
  phone.write(plain('phone'))
  await saved(phone)
  keeper.write(plain('laptop'))
  await saved()
  keeper.swapOther()
  await saved()
  expect(keeper.state()).toMatchObject({ text: plain('phone'), other: { content: 'laptop' } })
  await becomes(() => expect(desk.draft()).toMatchObject({ body: 'phone', other: { body: 'laptop' } }))
  keeper.swapOther()
  await saved()
  await becomes(() => expect(desk.draft()).toMatchObject({ body: 'laptop', other: { body: 'phone' } }))
  keeper.dropOther()
  await saved()
  await becomes(() => expect(desk.draft()).toMatchObject({ body: 'laptop', other: null }))
  expect(keeper.state().other).toBeNull()
})

test('what lay on the device when somebody began to write too soon is kept, also at the desk', async () => {
  for (const isReloaded of [false, true]) {
    const clock = createManualClock(Date.UTC(2026, 0, 1))
    const desk = createFakeDraftDesk()
    const shelf = createFakeShelf()
    const lying = { ticketId: 't', kind: 'reply', writtenAtMs: 2, baseVersion: 0, other: null } as const
    shelf.rows.set('t:reply', { ...lying, text: plain('on the train'), isOnServer: false })
    const open = () =>
      createDraftKeeper({ ticketId: 't', kind: 'reply', format: 'plain', server: desk, shelf, clock })
    let keeper = open()
    keeper.write(plain('too soon'))
    await becomes(() => expect(keeper.state().other).toMatchObject({ content: 'on the train' }))
    clock.advance(300)
    await becomes(() => expect(shelf.rows.get('t:reply')?.text).toEqual(plain('too soon')))
    if (isReloaded) {
      keeper.stop()
      keeper = open()
    }
    await becomes(() => {
      clock.advance(1_500)
      expect(desk.draft()).toMatchObject({ body: 'too soon', other: { body: 'on the train' } })
      expect(keeper.state()).toMatchObject({ text: plain('too soon'), other: { content: 'on the train' } })
    })
  }
})

test('of two tabs that write without the desk neither takes the text of the other off the device', async () => {
  const { clock, open, keeper: _, desk } = await world()
  const shelf = createFakeShelf()
  const [one, other] = [await open(shelf), await open(shelf)]
  desk.isDown = true
  one.write(plain('first tab'))
  clock.advance(300)
  await becomes(() => expect(one.state().saved).toBe('here'))
  other.write(plain('second tab'))
  clock.advance(300)
  await becomes(() => expect(other.state().saved).toBe('here'))
  one.stop()
  other.stop()
  const again = await open(shelf)
  expect(again.state()).toMatchObject({ text: plain('second tab'), other: { content: 'first tab' } })
  desk.isDown = false
  await becomes(() => {
    clock.advance(60_000)
    expect(desk.draft()).toMatchObject({ body: 'second tab', other: { body: 'first tab' } })
  })
})

test('a version that is put away while it is told to the desk, or while it is looked at, stays away', async () => {
  for (const isLook of [false, true]) {
    const { keeper, clock, desk, open, saved, hold, held } = await world()
    const phone = await open()
    phone.write(plain('phone'))
    await saved(phone)
    keeper.write(plain('laptop'))
    await saved()
    keeper.swapOther()
    clock.advance(1_500)
    await becomes(() => expect(desk.draft()?.body).toBe('phone'))
    hold(true)
    if (isLook) void keeper.heard(-1)
    clock.advance(0)
    await becomes(() => expect(held.length).toBeGreaterThan(0))
    await Promise.all(held.map(({ reach }) => reach()))
    keeper.dropOther()
    hold(false)
    for (const { answer } of held.splice(0)) void answer()
    for (let turns = 0; turns < 50; turns += 1) await Promise.resolve()
    expect(keeper.state().other).toBeNull()
    await saved()
    await becomes(() => expect(desk.draft()).toMatchObject({ body: 'phone', other: null }))
    expect(keeper.state().other).toBeNull()
  }
})

test('a version that is taken up and its other put away at once stays away, though the desk wrote past this text', async () => {
  const { keeper, clock, desk, open, saved } = await world()
  const laptop = await open()
  keeper.write(plain('phone'))
  clock.advance(100)
  laptop.write(plain('laptop'))
  await laptop.flush()
  await saved()
  await becomes(() => expect(keeper.state().other).toMatchObject({ content: 'laptop' }))
  keeper.swapOther()
  keeper.dropOther()
  await becomes(() => {
    clock.advance(500)
    expect(desk.draft()).toMatchObject({ body: 'laptop', other: null })
  })
  expect(keeper.state()).toMatchObject({ text: plain('laptop'), other: null })
})
