import { useEffectEvent, useLayoutEffect, useSyncExternalStore } from 'react'
import { isMac } from '../../ui/key-names.ts'
import { ACTIONS, type ActionId } from './actions.ts'
import { createKeyLayer } from './key-layer.ts'
import { type KeySettings, keysOf, readKeySettings } from './key-settings.ts'
import { placeOf, pressOf } from './press-place.ts'

const STORED_AS = 'docket-keys'

/** The one key layer of the page. */
export const keyboard = createKeyLayer({ mac: isMac(), settings: readKeySettings(stored()) })

/** Begins to listen to the keys of a page. */
export function listenToKeys(page: Document): void {
  page.addEventListener('keydown', (event) => {
    page.documentElement.dataset.input = 'keyboard'
    if (event.defaultPrevented) return
    if (keyboard.press(pressOf(event), placeOf(event.target))) event.preventDefault()
  })
  page.addEventListener('pointerdown', () => {
    page.documentElement.dataset.input = 'pointer'
  })
}

/** Offers an action while the component is shown, from before it is painted on; with `when` false it is not offered. */
export function useAction(id: ActionId, run: () => void, when = true): void {
  const latest = useEffectEvent(run)
  useLayoutEffect(() => (when ? keyboard.offer(id, () => latest()) : undefined), [id, when])
}

/** The first keys of an action as they are set now, for tooltips and menus; undefined when it has none. */
export function useKeysOf(id: ActionId): string | undefined {
  return keysOf(id, useKeySettings())[0]
}

/** The actions that the screen offers now. */
export function useOffered(): readonly ActionId[] {
  return useSyncExternalStore(keyboard.subscribe, keyboard.offered)
}

/** The keys of a sequence that waits for more. */
export function usePending(): string | undefined {
  return useSyncExternalStore(keyboard.subscribe, keyboard.pending)
}

/** What somebody made of the keyboard map. */
export function useKeySettings(): KeySettings {
  return useSyncExternalStore(keyboard.subscribe, keyboard.settings)
}

/** Changes the keyboard map at once, and from then on in this browser. */
export function changeKeys(settings: KeySettings): void {
  keyboard.change(settings)
  try {
    localStorage.setItem(STORED_AS, JSON.stringify(settings))
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}

/** An action that has `keys` already in a scope that is there together with that of `id`. */
export function actionWith(keys: string, id: ActionId): ActionId | undefined {
  const others = (Object.keys(ACTIONS) as ActionId[]).filter((other) => other !== id)
  return others.find(
    (other) =>
      ACTIONS[other].scope === ACTIONS[id].scope &&
      keysOf(other, keyboard.settings()).some(
        (taken) => `${taken} `.startsWith(`${keys} `) || `${keys} `.startsWith(`${taken} `),
      ),
  )
}

function stored(): string | null {
  try {
    return globalThis.localStorage?.getItem(STORED_AS) ?? null
  } catch {
    return null
  }
}
