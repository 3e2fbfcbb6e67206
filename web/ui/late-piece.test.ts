import { expect, test } from 'vitest'
import { createLatePiece } from './late-piece.ts'

/** A piece whose fetches are answered by hand, a network that comes back when told, and waits that end when told. */
function ground() {
  const fetches: { come: () => void; fail: () => void }[] = []
  const waits: { ms: number; end: () => void }[] = []
  let online = () => {}
  const piece = createLatePiece(
    () =>
      new Promise<string>((come, fail) =>
        fetches.push({ come: () => come('code'), fail: () => fail(new Error('no network')) }),
      ),
    {
      onOnline: (listener) => {
        online = listener
      },
      pass: (ms) => new Promise((end) => waits.push({ ms, end })),
    },
  )
  return { piece, fetches, waits, online: () => online() }
}

/** Lets all that is settled be heard of. */
const turn = () => new Promise((pass) => setImmediate(pass))

test('whoever asks while it is on its way waits for the same, and later ones have it at once', async () => {
  const { piece, fetches } = ground()
  const both = Promise.all([piece.load(), piece.load()])
  fetches[0]?.come()
  expect(await both).toEqual([true, true])
  expect(await piece.load()).toBe(true)
  expect(fetches).toHaveLength(1)
  expect(piece.state()).toEqual({ loaded: 'code', isMissed: false })
})

test('what could not be had says so, and is asked for again by the next who wants it', async () => {
  const { piece, fetches } = ground()
  let told = 0
  piece.subscribe(() => (told += 1))
  const first = piece.load()
  fetches[0]?.fail()
  expect(await first).toBe(false)
  expect(piece.state()).toEqual({ loaded: undefined, isMissed: true })
  expect(told).toBe(1)
  const second = piece.load()
  expect(piece.state().isMissed).toBe(false)
  fetches[1]?.come()
  expect(await second).toBe(true)
  expect(piece.state().loaded).toBe('code')
})

test('a network that is back brings it, after some tries where it fails once more', async () => {
  const { piece, fetches, waits, online } = ground()
  const asked = piece.load()
  fetches[0]?.fail()
  expect(await asked).toBe(false)
  online()
  fetches[1]?.fail()
  await turn()
  expect(waits.map(({ ms }) => ms)).toEqual([500])
  waits[0]?.end()
  await turn()
  fetches[2]?.come()
  await turn()
  expect(piece.state().loaded).toBe('code')
  expect(fetches).toHaveLength(3)
})

test('who asked before the network was back hears how it ended then', async () => {
  const { piece, fetches, online } = ground()
  const asked = piece.load()
  online()
  fetches[0]?.fail()
  await turn()
  fetches[1]?.come()
  expect(await asked).toBe(true)
})

test('a press between two tries does not wait for the next one', async () => {
  const { piece, fetches, online } = ground()
  void piece.load()
  fetches[0]?.fail()
  await turn()
  online()
  fetches[1]?.fail()
  await turn()
  const pressed = piece.load()
  fetches[2]?.come()
  expect(await pressed).toBe(true)
})

test('tries end where the network is back by name alone, and a later one begins them anew', async () => {
  const { piece, fetches, waits, online } = ground()
  const fail = async () => {
    fetches.at(-1)?.fail()
    await turn()
    waits.at(-1)?.end()
    await turn()
  }
  void piece.load()
  await fail()
  online()
  for (let at = 0; at < 4; at += 1) await fail()
  expect(fetches).toHaveLength(5)
  expect(waits.map(({ ms }) => ms)).toEqual([500, 2_000, 5_000])
  expect(piece.state().isMissed).toBe(true)
  online()
  fetches.at(-1)?.come()
  await turn()
  expect(piece.state().loaded).toBe('code')
})

test('the network says nothing to a piece that nobody missed', async () => {
  const { fetches, online } = ground()
  online()
  await turn()
  expect(fetches).toHaveLength(0)
})
