import type { DraftKind } from '../../../contracts/drafts.ts'
import type { Clock } from '../../api/clock.ts'
import { type DraftText, isEmpty, type OtherText, type ShelvedDraft } from './draft.ts'
import type { DraftShelf } from './draft-shelf.ts'

/** One draft on this device: what lay there, and what is put there. */
export type DraftDevice = {
  /** What lay there when the page came, once it is known or the device was waited for long enough. */
  found(): Promise<ShelvedDraft | undefined>
  /** Puts what there is now: one after the other, so that an older text never comes behind a newer one. */
  put(): Promise<void>
  /** Puts it a little later, with what is written meanwhile. */
  putSoon(): void
  /** Waits for what is being put, which may never end, but not for long. */
  settled(): Promise<unknown>
  stop(): void
}

type Options = {
  ticketId: string
  kind: DraftKind
  shelf: DraftShelf
  clock: Clock
  /** The text as it is shown. */
  shown: () => DraftText
  /** What is to lie on the device; undefined for nothing. */
  toLie: () => ShelvedDraft | undefined
  /** Told which text lies there now; undefined when the device did not take it. */
  onPut: (text: DraftText | undefined) => void
  /** Another tab of this browser has one place with this one; what it wrote and nobody else has is handed over. */
  onOtherTab: (text: OtherText) => void
}

/** Keeps one draft on this device. Rule: docs/behaviour/web-data.md, "Drafts". */
export function createDraftDevice(options: Options): DraftDevice {
  const { ticketId, kind, shelf, clock } = options
  const reading = shelf.read(ticketId, kind).catch(() => undefined)
  let putting: Promise<void> = reading.then(() => {})
  /** The text that this page last put on the device, or found there. */
  let lain = ''
  let callOff: (() => void) | undefined

  const keepOtherTab = (lying: ShelvedDraft | undefined) => {
    if (lying === undefined || lying.isOnServer || isEmpty(lying.text)) return
    const { content } = lying.text
    if (content !== lain && content !== options.shown().content)
      options.onOtherTab({ ...lying.text, writtenAtMs: lying.writtenAtMs })
  }
  const putOnce = async () => {
    try {
      keepOtherTab(await shelf.read(ticketId, kind))
      const [text, row] = [options.shown(), options.toLie()]
      if (row === undefined) await shelf.remove(ticketId, kind)
      else await shelf.write(row)
      lain = text.content
      options.onPut(text)
    } catch {
      options.onPut(undefined)
    }
  }
  const put = () => {
    callOff?.()
    callOff = undefined
    putting = putting.then(putOnce)
    return putting
  }
  const soon = <T>(wanted: Promise<T>): Promise<T | undefined> =>
    Promise.race([wanted, new Promise<undefined>((pass) => clock.after(WAIT_MS_MAX, () => pass(undefined)))])
  return {
    async found() {
      let isWaiting = true
      void reading.then((lies) => !isWaiting && keepOtherTab(lies))
      const lies = await soon(reading)
      isWaiting = false
      lain = lies?.text.content ?? ''
      return lies
    },
    put,
    putSoon() {
      callOff ??= clock.after(PUT_MS, () => void put())
    },
    settled: () => soon(putting),
    stop: () => callOff?.(),
  }
}

const PUT_MS = 300
/** So long a device may take. */
const WAIT_MS_MAX = 2_000
