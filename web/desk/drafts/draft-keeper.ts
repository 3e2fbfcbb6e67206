import { ApiError } from '../../../contracts/client.ts'
import type { Draft, DraftKind } from '../../../contracts/drafts.ts'
import { createCell } from '../../api/cell.ts'
import type { Clock } from '../../api/clock.ts'
import {
  type DraftState,
  type DraftText,
  EMPTY_TEXT,
  otherOf,
  reconcile,
  textOf,
  wasPassedOver,
} from './draft.ts'
import type { DraftServer } from './draft-server.ts'
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
  let isTouched = false
  let isResting = false
  let isDropping = false
  let saving: Promise<void> | undefined
  let shelving: Promise<void> = Promise.resolve()
  let failures = 0
  const timers: { here?: (() => void) | undefined; there?: (() => void) | undefined } = {}
  let firstUnsavedMs = 0

  const set = (part: Partial<DraftState>) => {
    const next = { ...cell.current(), ...part }
    cell.set({ ...next, saved: savedWhere(next.text, here, there) })
    options.onChange?.()
  }
  const shelved = () => {
    const { text, writtenAtMs, other } = cell.current()
    return { ticketId, kind, text, writtenAtMs, baseVersion, isOnServer: there === text, other }
  }
  const shelve = () => {
    timers.here?.()
    timers.here = undefined
    // One after the other, so that an older text never comes behind a newer one.
    shelving = shelving.then(async () => {
      const { text, other } = cell.current()
      try {
        if (isEmpty(text) && other === null && there === text) await shelf.remove(ticketId, kind)
        else await shelf.write(shelved())
        here = text
      } catch {
        here = undefined
      }
      set({})
    })
    return shelving
  }
  const take = (sent: DraftText, writtenAtMs: number, hasDropped: boolean, answer: Draft | null) => {
    // A version put away while the save was under way is still at the desk, and goes with the next save.
    if (hasDropped) isDropping = false
    if (answer === null) {
      baseVersion = 0
      there = isEmpty(sent) ? sent : undefined
      set({ other: null })
    } else if (wasPassedOver(answer, sent, writtenAtMs)) {
      // Another device wrote later: theirs is the draft there, ours their other version, so nothing is lost. Ours stays
      // here until somebody chooses; on the old base the next save keeps theirs.
      there = isTouched ? sent : there
      isDropping = false
      const theirs = { ...textOf(answer, format), writtenAtMs: Date.parse(answer.writtenAt) }
      if (isTouched) set({ other: theirs })
      else
        adopt(
          { text: theirs, writtenAtMs: theirs.writtenAtMs, other: otherOf(answer, format) },
          answer.version,
        )
    } else {
      baseVersion = answer.version
      there = sent
      set({ other: isDropping ? null : otherOf(answer, format), isRefused: false })
    }
    void shelve()
  }
  const adopt = (part: Pick<DraftState, 'text' | 'writtenAtMs' | 'other'>, version: number) => {
    baseVersion = version
    const text = { format: part.text.format, content: part.text.content }
    there = text
    set({ ...part, text })
  }
  const save = (isLeaving: boolean): Promise<void> => {
    timers.there?.()
    timers.there = undefined
    if (saving !== undefined && !isLeaving) return saving.then(() => (isDirty() ? save(false) : undefined))
    const { text, writtenAtMs } = cell.current()
    firstUnsavedMs = 0
    const dropOther = isDropping
    const run = server
      .save(
        ticketId,
        kind,
        { text, writtenAtMs, baseVersion, ...(dropOther ? { dropOther } : {}) },
        isLeaving,
      )
      .then((answer) => {
        failures = 0
        if (!isResting) take(text, writtenAtMs, dropOther, answer)
      })
      .catch((error: unknown) => {
        failures += 1
        const isRefused = error instanceof ApiError && [403, 404, 413, 422].includes(error.status)
        set({ isRefused })
        if (!isRefused) saveIn(Math.min(RETRY_MS * 2 ** (failures - 1), RETRY_MS_MAX))
      })
      .finally(() => {
        if (saving === run) saving = undefined
      })
    saving = run
    return run
  }
  const isDirty = () => !isResting && (there !== cell.current().text || isDropping)
  const saveIn = (ms: number) => {
    timers.there?.()
    timers.there = clock.after(ms, () => {
      if (isDirty() && cell.current().isLoaded)
        void save(false).then(() => isDirty() && failures === 0 && !timers.there && saveIn(SERVER_MS))
    })
  }
  const change = (text: DraftText, part: Partial<DraftState> = {}) => {
    isTouched = true
    set({ ...part, text, writtenAtMs: Math.max(clock.now(), cell.current().writtenAtMs + 1) })
    timers.here ??= clock.after(HERE_MS, () => void shelve())
    if (firstUnsavedMs === 0) firstUnsavedMs = clock.now()
    const longestMs = Math.max(0, firstUnsavedMs + SERVER_MS_MAX - clock.now())
    saveIn(Math.min(SERVER_MS, longestMs))
  }
  const load = async () => {
    const [lies, at] = await Promise.all([
      shelf.read(ticketId, kind).catch(() => undefined),
      server.read(ticketId).catch(() => undefined),
    ])
    const found = at === undefined ? lies : reconcile(lies, at[kind], format)
    const written = cell.current()
    if (found !== undefined && !isTouched) {
      baseVersion = found.baseVersion
      here = lies !== undefined && lies.text.content === found.text.content ? found.text : undefined
      there = found.isOnServer ? found.text : undefined
      set({ text: found.text, writtenAtMs: found.writtenAtMs, other: found.other, isLoaded: true })
      if (here !== found.text) void shelve()
      if (there === undefined) saveIn(0)
    } else if (found !== undefined) {
      // Somebody wrote before it was here: what lay here is the other version.
      const lay = isEmpty(found.text) || found.text.content === written.text.content
      set({ isLoaded: true, other: lay ? found.other : { ...found.text, writtenAtMs: found.writtenAtMs } })
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
      const tasks = []
      if (here !== cell.current().text) tasks.push(shelve())
      if (isDirty()) tasks.push(save(isLeaving))
      await Promise.all(tasks)
    },
    async send(run) {
      isResting = true
      timers.there?.()
      timers.there = undefined
      const { text } = cell.current()
      try {
        // A save that is under way would bring the draft back behind the message.
        await saving
        if (await run(text)) clear(text)
      } finally {
        isResting = false
        if (isDirty()) saveIn(SERVER_MS)
      }
    },
    async discard() {
      change({ format, content: '' })
      await Promise.all([shelve(), save(false)])
    },
    swapOther() {
      const { other, text } = cell.current()
      if (other === null) return
      const writtenAtMs = clock.now()
      change(
        { format: other.format, content: other.content },
        { other: isEmpty(text) ? null : { ...text, writtenAtMs } },
      )
    },
    dropOther() {
      isDropping = true
      set({ other: null })
      void shelve()
      saveIn(0)
    },
    restore(given) {
      const { text, other, writtenAtMs } = cell.current()
      if (isEmpty(text)) change(given)
      else if (text.content !== given.content) set({ other: other ?? { ...given, writtenAtMs } })
      void shelve()
    },
    async heard(version) {
      if (version === baseVersion || saving !== undefined || isResting) return
      const at = await server.read(ticketId).catch(() => undefined)
      const draft = at?.[kind]
      if (draft === undefined || isResting || (draft?.version ?? 0) === baseVersion) return
      const { text, writtenAtMs } = cell.current()
      const isWriting = isDirty() || (isTouched && clock.now() - writtenAtMs < WRITING_MS)
      if (draft === null) {
        if (!isWriting) clear(text)
      } else if (isWriting && textOf(draft, format).content !== text.content)
        set({ other: { ...textOf(draft, format), writtenAtMs: Date.parse(draft.writtenAt) } })
      else
        adopt(
          {
            text: textOf(draft, format),
            writtenAtMs: Date.parse(draft.writtenAt),
            other: otherOf(draft, format),
          },
          draft.version,
        )
      void shelve()
    },
    stop() {
      timers.here?.()
      timers.there?.()
    },
  }

  /** The text is a message now, or gone elsewhere. What was written since stays. */
  function clear(sent: DraftText): void {
    baseVersion = 0
    const { text } = cell.current()
    if (text === sent) {
      const empty = { format, content: '' }
      there = empty
      isTouched = false
      set({ text: empty, writtenAtMs: 0, other: null })
    }
    void shelve()
  }
}

const HERE_MS = 300
const SERVER_MS = 1_500
/** Who writes on and on is saved every so often all the same. */
const SERVER_MS_MAX = 5_000
const RETRY_MS = 5_000
const RETRY_MS_MAX = 60_000
/** So long after the last key somebody still counts as writing. */
const WRITING_MS = 10_000

function isEmpty({ content }: DraftText): boolean {
  return content.trim() === ''
}

function savedWhere(
  text: DraftText,
  here: DraftText | undefined,
  there: DraftText | undefined,
): DraftState['saved'] {
  const [isHere, isThere] = [here === text, there === text]
  if (isEmpty(text) && isThere) return 'nothing'
  if (isHere) return isThere ? 'here-and-server' : 'here'
  return isThere ? 'server' : 'unsaved'
}
