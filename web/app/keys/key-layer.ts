import { ACTION_IDS, ACTIONS, type ActionId, type KeyScope, SCOPES } from './actions.ts'
import { chordsOf, type KeyPress } from './chord.ts'
import { DEFAULT_KEY_SETTINGS, type KeySettings, keysOf } from './key-settings.ts'

/** Where a press came from. */
export type PressPlace = {
  /** Text is written there. */
  isEditable: boolean
  /** A button, a link or the like, which Enter and Space press. */
  isControl: boolean
  /** It is in a box that lies over the page: only that box's own actions count. */
  isOverlay: boolean
  /** The nearest scope around it. */
  scope: KeyScope | undefined
}

/** A sequence lives so long without its next key. */
export const SEQUENCE_MS = 1_200

export type KeyLayer = {
  /** Offers an action; the latest offer counts. Answers how to take it back. */
  offer(id: ActionId, run: () => void): () => void
  /** Takes a press; true when an action or a sequence took it, and nothing else may. */
  press(press: KeyPress, place: PressPlace): boolean
  /** The actions that are offered now, in the order of the map. */
  offered(): readonly ActionId[]
  /** Runs an offered action as its key would; false when nobody offers it. */
  run(id: ActionId): boolean
  /** The beginning of a sequence that waits for its next key. */
  pending(): string | undefined
  settings(): KeySettings
  change(settings: KeySettings): void
  /** Told after a change of what is offered, pending or set. */
  subscribe(listener: () => void): () => void
}

/**
 * The keyboard of the app: which action a press means, by scope. Knows no DOM. In a field nothing fires but chords
 * and Esc; an overlay hides what is under it. Rule: docs/behaviour/web-app.md, "Keys".
 */
export function createKeyLayer(options: {
  mac: boolean
  settings?: KeySettings
  /** Runs a function after so many ms; answers how to call it off. */
  after?: (ms: number, run: () => void) => () => void
}): KeyLayer {
  const { mac } = options
  const after = options.after ?? afterTimeout
  const offers = new Map<ActionId, (() => void)[]>()
  const listeners = new Set<() => void>()
  let settings = options.settings ?? DEFAULT_KEY_SETTINGS
  let pending: { keys: string; callOff: () => void } | undefined
  let offered: readonly ActionId[] = []

  const tell = () => {
    for (const listener of listeners) listener()
  }
  const setOffered = () => {
    offered = ACTION_IDS.filter((id) => offers.has(id))
    tell()
  }
  const endSequence = () => {
    pending?.callOff()
    pending = undefined
    tell()
  }
  const run = (id: ActionId) => {
    const latest = offers.get(id)?.at(-1)
    latest?.()
    return latest !== undefined
  }
  const startSequence = (keys: string) => {
    pending = { keys, callOff: after(SEQUENCE_MS, endSequence) }
    tell()
  }

  return {
    offer(id, runIt) {
      offers.set(id, [...(offers.get(id) ?? []), runIt])
      setOffered()
      return () => {
        const rest = (offers.get(id) ?? []).filter((one) => one !== runIt)
        if (rest.length === 0) offers.delete(id)
        else offers.set(id, rest)
        setOffered()
      }
    },
    press(press, place) {
      const chords = chordsOf(press, mac).filter((chord) => isFree(chord, place))
      if (chords.length === 0) return false
      const begun = pending?.keys
      if (begun !== undefined) endSequence()
      const wanted = chords.map((chord) => (begun === undefined ? chord : `${begun} ${chord}`))
      const reachable = inOrder(offered, place)
      const hit = reachable.find((id) => keysOf(id, settings).some((keys) => wanted.includes(keys)))
      if (hit !== undefined) return run(hit)
      if (begun !== undefined) return true
      const begins = (chord: string) =>
        reachable.some((id) => keysOf(id, settings).some((keys) => keys.startsWith(`${chord} `)))
      const first = chords.find(begins)
      if (first !== undefined) startSequence(first)
      return first !== undefined
    },
    offered: () => offered,
    run,
    pending: () => pending?.keys,
    settings: () => settings,
    change(next) {
      settings = next
      endSequence()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Whether what has focus leaves the chord to the app. `mod+a` in a field marks its text. */
function isFree(chord: string, { isEditable, isControl }: PressPlace): boolean {
  if (isEditable) return chord === 'escape' || (chord.startsWith('mod+') && chord !== 'mod+a')
  return !isControl || (chord !== 'enter' && chord !== 'space')
}

/** The offered actions that a press there may reach: those of the nearest scope first, then by the order of scopes. */
function inOrder(offered: readonly ActionId[], place: PressPlace): ActionId[] {
  const scopes: KeyScope[] = place.isOverlay ? ['overlay'] : [...SCOPES]
  const near = place.scope
  const reachable = scopes.filter((scope) => scope !== 'composer' || near === 'composer')
  const ordered = near !== undefined && reachable.includes(near) ? [near, ...reachable] : reachable
  return [...new Set(ordered)].flatMap((scope) => offered.filter((id) => ACTIONS[id].scope === scope))
}

function afterTimeout(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
