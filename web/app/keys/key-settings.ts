import { ACTIONS, type ActionId } from './actions.ts'
import { isCharacterBinding } from './chord.ts'

/** What somebody made of the keyboard map. */
export type KeySettings = {
  /** Whether letters and signs alone do anything. */
  singleKeys: boolean
  /** Keys in place of an action's own. */
  remapped: Readonly<Partial<Record<ActionId, readonly string[]>>>
}

export const DEFAULT_KEY_SETTINGS: KeySettings = { singleKeys: true, remapped: {} }

/** The keys of an action as they are set; none of those that are switched off. */
export function keysOf(id: ActionId, settings: KeySettings): readonly string[] {
  const keys = settings.remapped[id] ?? ACTIONS[id].keys
  return settings.singleKeys ? keys : keys.filter((binding) => !isCharacterBinding(binding))
}

/** Reads kept settings; what is unknown or damaged counts as not set. */
export function readKeySettings(text: string | null): KeySettings {
  try {
    const value: unknown = JSON.parse(text ?? '')
    if (typeof value !== 'object' || value === null) return DEFAULT_KEY_SETTINGS
    const { singleKeys, remapped } = value as Record<string, unknown>
    const entries = Object.entries(typeof remapped === 'object' && remapped !== null ? remapped : {})
    const known = entries.filter(([id, keys]) => Object.hasOwn(ACTIONS, id) && isListOfTexts(keys))
    return { singleKeys: singleKeys !== false, remapped: Object.fromEntries(known) }
  } catch {
    return DEFAULT_KEY_SETTINGS
  }
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '')
}
