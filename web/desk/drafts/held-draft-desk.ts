import { createFakeDraftDesk, type FakeDraftDesk } from './fake-draft-desk.ts'

/** A call on its way: `reach` has the desk do it, `answer` brings the answer back. */
export type HeldCall = { what: 'save' | 'look'; reach: () => Promise<void>; answer: () => Promise<void> }

/** A desk to which calls can be held, for tests: on the way there, and their answers on the way back. */
export function createHeldDraftDesk(): {
  desk: FakeDraftDesk
  held: HeldCall[]
  hold: (on: boolean) => void
} {
  const desk = createFakeDraftDesk()
  const { save, read } = desk
  const held: HeldCall[] = []
  let isHolding = false
  const hold = <A>(what: HeldCall['what'], run: () => Promise<A>): Promise<A> => {
    if (!isHolding) return run()
    return new Promise((resolve, reject) => {
      let done: Promise<A> | undefined
      const reach = async () => {
        done ??= run()
        await done.catch(() => {})
      }
      const answer = async () => {
        await reach()
        done?.then(resolve, reject)
      }
      held.push({ what, reach, answer })
    })
  }
  desk.save = (...given) => hold('save', () => save(...given))
  desk.read = (ticketId) => hold('look', () => read(ticketId))
  const turn = (on: boolean) => {
    isHolding = on
  }
  return { desk, held, hold: turn }
}
