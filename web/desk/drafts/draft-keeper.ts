import { ApiError } from '../../../contracts/client.ts'
import type { Draft, DraftKind } from '../../../contracts/drafts.ts'
import { createCell } from '../../api/cell.ts'
import type { Clock } from '../../api/clock.ts'
import {
  type DraftState,
  type DraftText,
  EMPTY_TEXT,
  isEmpty,
  joined,
  type OtherText,
  otherOf,
  reconcile,
  savedWhere,
  textOf,
  wasPassedOver,
} from './draft.ts'
import { createDraftDevice } from './draft-device.ts'
import type { DraftServer, DraftToSave } from './draft-server.ts'
import type { DraftShelf } from './draft-shelf.ts'

export type DraftKeeper = {
  state(): DraftState
  subscribe(listener: () => void): () => void
  /** What a composer has now; kept in memory at once, here after 300 ms, at the desk 1.5 s after the last key. */
  write(text: DraftText): void
  /** Takes it to be safe now. `isLeaving`: the page may end before the answer. */
  flush(isLeaving?: boolean): Promise<void>
  /** Sends the text: saving rests meanwhile, and when `run` answers true the draft is gone. */
  send(run: (text: DraftText) => Promise<boolean>): Promise<void>
  discard(): Promise<void>
  /** Goes on with the other version; the present text becomes the other. */
  swapOther(): void
  dropOther(): void
  /** A reply was taken back: its text is here again, beside what was written since. */
  restore(text: DraftText): void
  /** The author's other device saved this version, or null: it is gone. */
  heard(version: number | null): Promise<void>
  stop(): void
}

type Options = {
  ticketId: string
  kind: DraftKind
  format: DraftText['format']
  server: DraftServer
  shelf: DraftShelf
  clock: Clock
  onChange?: () => void
}

/**
 * Keeps what is written in one composer, so that no text is lost: not by a reload, a crash, a second device, a desk
 * that does not answer or a full disk. What somebody writes here is never replaced by what another device wrote.
 * Rule: docs/behaviour/web-data.md, "Drafts".
 */
export function createDraftKeeper(options: Options): DraftKeeper {
  const { ticketId, kind, format, server, shelf, clock } = options
  const cell = createCell<DraftState>({
    text: { ...EMPTY_TEXT, format },
    saved: 'nothing',
    writtenAtMs: 0,
    other: null,
    isRefused: false,
    isLoaded: false,
  })
  let baseVersion = 0
  /** The text that is safe on each side; by identity. */
  let here: DraftText | undefined = cell.current().text
  let there: DraftText | undefined = cell.current().text
  /** As the desk keeps it, which cleans HTML; undefined while its draft is another text. */
  let thereAs: string | undefined = ''
  let isTouched = false
  let isResting = false
  let isDropping = false
  let dropped: string | undefined
  /** Shown as the other version before the desk has it. */
  let aside: OtherText | undefined
  const saving = new Set<Promise<void>>()
  /** How many saves and sendings began, and the last save whose answer was taken. */
  let [begun, taken] = [0, 0]
  /** A version that was told and not looked at yet. */
  let told: number | null | undefined
  let looking: Promise<void> | undefined
  let failures = 0
  let callOffSave: (() => void) | undefined
  let firstUnsavedMs = 0

  const set = (part: Partial<DraftState>) => {
    const next = { ...cell.current(), ...part }
    if (aside !== undefined) next.other = aside
    cell.set({ ...next, saved: savedWhere(next.text, here, there) })
    options.onChange?.()
  }
  const toLie = () => {
    const { text, writtenAtMs, other } = cell.current()
    if (isEmpty(text) && other === null && there === text) return undefined
    const row = { ticketId, kind, text, writtenAtMs, baseVersion, isOnServer: there === text, other }
    return aside === undefined ? row : { ...row, aside }
  }
  const putAside = (text: OtherText) => {
    aside = joined(text, aside)
    set({})
    if (callOffSave === undefined) saveIn(SERVER_MS)
  }
  const device = createDraftDevice({
    ticketId,
    kind,
    shelf,
    clock,
    shown: () => cell.current().text,
    toLie,
    onPut(text) {
      here = text
      set({})
    },
    onOtherTab: putAside,
  })
  /** What is put away stays away until the desk was told. */
  const otherIn = (draft: Draft) => (isDropping ? null : otherOf(draft, format))
  const take = (sent: DraftText, writtenAtMs: number, hasDropped: boolean, answer: Draft | null) => {
    // A version put away meanwhile, or on an older base, is still at the desk, and goes with the next save.
    if (hasDropped) isDropping = answer !== null && otherOf(answer, format)?.content === dropped
    if (answer === null) {
      baseVersion = 0
      there = isEmpty(sent) ? sent : undefined
      set({ other: null })
    } else if (wasPassedOver(answer, sent, writtenAtMs)) {
      // Theirs is later and the draft there, ours its other version. Ours stays here, on its base, until somebody chooses.
      isDropping = false
      if (isTouched) {
        there = sent
        thereAs = undefined
        set({ other: { ...textOf(answer, format), writtenAtMs: Date.parse(answer.writtenAt) } })
      } else adopt(answer)
    } else {
      baseVersion = answer.version
      there = sent
      thereAs = textOf(answer, format).content
      set({ other: otherIn(answer), isRefused: false })
    }
    void device.put()
  }
  /** The desk has what lies beside the text; the text is still its draft, or another device was there meanwhile. */
  const takeBeside = (answer: Draft | null) => {
    if (answer !== null && textOf(answer, format).content === thereAs) {
      baseVersion = answer.version
      set({ other: otherIn(answer) })
    } else told ??= UNKNOWN_VERSION
    void device.put()
  }
  /** Goes on with what the desk has. */
  const adopt = (draft: Draft) => {
    baseVersion = draft.version
    const text = textOf(draft, format)
    there = text
    thereAs = text.content
    set({ text, writtenAtMs: Date.parse(draft.writtenAt), other: otherIn(draft) })
  }
  const allSaved = async () => {
    while (saving.size > 0) await Promise.all(saving)
  }
  /** What is to be told next: the text, and then what lies beside it, as a text from before it. */
  const unsaved = (): DraftToSave & { aside?: OtherText } => {
    const { text, writtenAtMs } = cell.current()
    if (there !== text || isDropping || aside === undefined)
      return { text, writtenAtMs, baseVersion, ...(isDropping ? { dropOther: true } : {}) }
    const { format, content } = aside
    const asideAtMs = isEmpty(text) ? aside.writtenAtMs : Math.min(aside.writtenAtMs, writtenAtMs - 1)
    return { text: { format, content }, writtenAtMs: asideAtMs, baseVersion: 0, aside }
  }
  const save = (isLeaving: boolean): Promise<void> => {
    callOffSave?.()
    callOffSave = undefined
    if (saving.size > 0 && !isLeaving) return allSaved().then(() => (isDirty() ? save(false) : undefined))
    if (saving.size > 0) told ??= UNKNOWN_VERSION // They may reach the desk in any order.
    const { text, writtenAtMs } = cell.current()
    const { aside: putAway, ...sent } = unsaved()
    firstUnsavedMs = 0
    begun += 1
    const turn = begun
    const run = server
      .save(ticketId, kind, sent, isLeaving)
      .then((answer) => {
        failures = 0
        if (putAway !== undefined && putAway === aside) aside = undefined
        if (turn < taken) return
        taken = turn
        if (putAway === undefined) take(text, writtenAtMs, sent.dropOther === true, answer)
        else takeBeside(answer)
        if (aside !== undefined) saveIn(0)
      })
      .catch((error: unknown) => {
        failures += 1
        const isRefused = error instanceof ApiError && [403, 404, 413, 422].includes(error.status)
        set({ isRefused })
        if (!isRefused) saveIn(Math.min(RETRY_MS * 2 ** (failures - 1), RETRY_MS_MAX))
      })
      .finally(() => {
        saving.delete(run)
        void look()
      })
    saving.add(run)
    return run
  }
  const isDirty = () => !isResting && (there !== cell.current().text || isDropping || aside !== undefined)
  /**
   * Looks at what was told: one look at a time, and none while something is saved or sent, since its answer could be
   * older than what that brings.
   */
  const look = (): Promise<void> => {
    if (told === undefined || isResting || saving.size > 0) return looking ?? Promise.resolve()
    looking ??= lookOnce().then((isOld) => {
      looking = undefined
      return isOld ? look() : undefined
    })
    return looking
  }
  /** Answers whether what it found may be old already. A desk that does not answer is asked with the next flush. */
  const lookOnce = async (): Promise<boolean> => {
    const [version, turn] = [told, begun]
    told = undefined
    if (version === baseVersion) return false
    const at = await server.read(ticketId).catch(() => undefined)
    const isOld = turn !== begun || isResting || saving.size > 0
    if (at === undefined || isOld) told ??= UNKNOWN_VERSION
    else meet(at[kind])
    return at !== undefined && told !== undefined
  }
  const meet = (draft: Draft | null) => {
    if ((draft?.version ?? 0) === baseVersion) return
    const { text, writtenAtMs } = cell.current()
    const isWriting = isDirty() || (isTouched && clock.now() - writtenAtMs < WRITING_MS)
    if (draft === null) {
      if (!isWriting) clear(text)
    } else {
      const theirs = { ...textOf(draft, format), writtenAtMs: Date.parse(draft.writtenAt) }
      if (isWriting && there === text && theirs.content === thereAs) {
        baseVersion = draft.version
        set({ other: otherIn(draft) })
      } else if (isWriting && theirs.content !== text.content) set({ other: theirs })
      else adopt(draft)
    }
    void device.put()
  }
  const saveIn = (ms: number) => {
    callOffSave?.()
    callOffSave = clock.after(ms, () => {
      if (isDirty() && cell.current().isLoaded)
        void save(false).then(() => isDirty() && failures === 0 && !callOffSave && saveIn(SERVER_MS))
    })
  }
  const change = (text: DraftText, part: Partial<DraftState> = {}) => {
    isTouched = true
    set({ ...part, text, writtenAtMs: Math.max(clock.now(), cell.current().writtenAtMs + 1) })
    device.putSoon()
    if (firstUnsavedMs === 0) firstUnsavedMs = clock.now()
    const longestMs = Math.max(0, firstUnsavedMs + SERVER_MS_MAX - clock.now())
    saveIn(Math.min(SERVER_MS, longestMs))
  }
  const load = async () => {
    const [lies, at] = await Promise.all([device.found(), server.read(ticketId).catch(() => undefined)])
    if (lies?.aside !== undefined) putAside(lies.aside)
    if (at === undefined) told ??= UNKNOWN_VERSION
    const found = at === undefined ? lies : reconcile(lies, at[kind], format)
    const written = cell.current()
    if (found !== undefined && !isTouched) {
      baseVersion = found.baseVersion
      here = lies !== undefined && lies.text.content === found.text.content ? found.text : undefined
      there = found.isOnServer ? found.text : undefined
      set({ text: found.text, writtenAtMs: found.writtenAtMs, other: found.other, isLoaded: true })
      if (here !== found.text) void device.put()
      if (there === undefined) saveIn(0)
    } else if (found !== undefined) {
      // Somebody wrote before it was here: what lay here is the other version.
      const lay = isEmpty(found.text) || found.text.content === written.text.content
      const before = { ...found.text, writtenAtMs: found.writtenAtMs }
      if (!lay && !found.isOnServer) putAside(before)
      set({ isLoaded: true, other: lay ? found.other : before })
    } else set({ isLoaded: true })
    if (isDirty()) saveIn(SERVER_MS)
  }
  void load()
  return {
    state: cell.current,
    subscribe: cell.subscribe,
    write(text) {
      const before = cell.current().text
      if (text.content === before.content && text.format === before.format) return
      change(text)
    },
    async flush(isLeaving = false) {
      if (here !== cell.current().text) void device.put()
      const saved = isDirty() ? save(isLeaving) : undefined
      void look()
      await saved
      await device.settled() // With what the desk answered: who signs out leaves here only what it does not have.
    },
    async send(run) {
      isResting = true
      begun += 1
      callOffSave?.()
      callOffSave = undefined
      const { text } = cell.current()
      try {
        // A save that is under way would bring the draft back behind the message.
        await allSaved()
        // The desk makes the other version the draft where it has one.
        if (isDropping) await save(false)
        if (await run(text)) clear(text)
      } finally {
        isResting = false
        if (isDirty()) saveIn(SERVER_MS)
        void look()
      }
    },
    async discard() {
      change({ format, content: '' })
      await Promise.all([device.put(), save(false)])
    },
    swapOther() {
      const { other, text, writtenAtMs } = cell.current()
      if (other === null) return
      // The desk writes the one over with the other.
      aside = isEmpty(text) ? undefined : { ...text, writtenAtMs }
      change({ format: other.format, content: other.content }, { other: null })
    },
    dropOther() {
      isDropping = true
      dropped = cell.current().other?.content
      aside = undefined
      set({ other: null })
      void device.put()
      saveIn(0)
    },
    restore(given) {
      const { text, other, writtenAtMs } = cell.current()
      if (isEmpty(text)) change(given)
      else if (text.content !== given.content) set({ other: other ?? { ...given, writtenAtMs } })
      void device.put()
    },
    heard(version) {
      told = version
      return look()
    },
    stop() {
      device.stop()
      callOffSave?.()
    },
  }

  /** The text is a message now, or gone elsewhere. What was written since stays. */
  function clear(sent: DraftText): void {
    baseVersion = 0
    isDropping = false
    const { text } = cell.current()
    if (text === sent) {
      const empty = { format, content: '' }
      there = empty
      isTouched = false
      set({ text: empty, writtenAtMs: 0, other: null })
    }
    void device.put()
  }
}

const SERVER_MS = 1_500
/** Who writes on and on is saved every so often all the same. */
const SERVER_MS_MAX = 5_000
const RETRY_MS = 5_000
const RETRY_MS_MAX = 60_000
/** None that the desk gives. */
const UNKNOWN_VERSION = -1
/** So long after the last key somebody still counts as writing. */
const WRITING_MS = 10_000
