import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ACTION_IDS, ACTIONS, type ActionId, SCOPES } from './actions.ts'
import { bindingFault, type KeyPress } from './chord.ts'
import { createKeyLayer, type PressPlace, SEQUENCE_MS } from './key-layer.ts'
import { DEFAULT_KEY_SETTINGS, keysOf, readKeySettings } from './key-settings.ts'

const PAGE: PressPlace = { isEditable: false, isControl: false, isOverlay: false, scope: undefined }
const FIELD: PressPlace = { ...PAGE, isEditable: true }

test('no binding is one that a browser, a keyboard or a reader of text needs', () => {
  const bad = ACTION_IDS.flatMap((id) =>
    ACTIONS[id].keys.filter((keys) => keys !== 'mod+a' && bindingFault(keys) !== undefined),
  )
  expect(bad).toEqual([])
  expect(ACTIONS['list.selectAll'].keys).toEqual(['mod+a'])
})

test.each(SCOPES)(
  'no two actions of the scope %s have the same keys, nor is one the beginning of another',
  (scope) => {
    const all = ACTION_IDS.filter((id) => ACTIONS[id].scope === scope).flatMap((id) => ACTIONS[id].keys)
    const clashes = all.filter((keys, at) =>
      all.some((other, also) => also !== at && `${other} `.startsWith(`${keys} `)),
    )
    expect(clashes).toEqual([])
  },
)

test('the properties of a ticket share no key with the list or with the ticket', () => {
  const keys = (scope: string) =>
    ACTION_IDS.filter((id) => ACTIONS[id].scope === scope).flatMap((id) => ACTIONS[id].keys)
  const own = keys('properties')
  expect([...keys('list'), ...keys('detail')].filter((one) => own.includes(one as never))).toEqual([])
})

test('nothing but chords and Esc fires where text is written', () => {
  const { layer, done } = started(['ticket.new', 'palette.open', 'detail.back', 'list.selectAll'])
  expect(layer.press(press('c'), FIELD)).toBe(false)
  expect(layer.press(press('/'), FIELD)).toBe(false)
  expect(layer.press(press('a', { ctrlKey: true }), FIELD)).toBe(false)
  expect(layer.press(press('k', { ctrlKey: true }), FIELD)).toBe(true)
  expect(layer.press(press('Escape'), FIELD)).toBe(true)
  expect(done).toEqual(['palette.open', 'detail.back'])
})

test('an input method and AltGr never trigger anything', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('c', 'e', '[', 'Process', 'ę'),
      fc.boolean(),
      fc.boolean(),
      (key, ctrlKey, shiftKey) => {
        const { layer } = started(ACTION_IDS)
        const base = press(key, { ctrlKey, shiftKey })
        expect(layer.press({ ...base, isComposing: true }, PAGE)).toBe(false)
        expect(layer.press({ ...base, isAltGraph: true }, PAGE)).toBe(false)
        expect(layer.press({ ...base, altKey: true }, PAGE)).toBe(false)
      },
    ),
  )
})

test('a letter of another script does what the Latin letter at its place does', () => {
  const { layer, done } = started(['ticket.new'])
  expect(layer.press(press('с', { code: 'KeyC' }), PAGE)).toBe(true)
  expect(done).toEqual(['ticket.new'])
})

test('a Latin layout goes by the letter, not by the place', () => {
  const { layer, done } = started(['undo', 'detail.copyLink'])
  layer.press(press('z', { code: 'KeyY' }), PAGE)
  expect(done).toEqual(['undo'])
})

test('a sequence runs at its second key, and is over when its time is', () => {
  const { layer, done, timers } = started(['go.inbox', 'list.apply'])
  expect(layer.press(press('g'), PAGE)).toBe(true)
  expect(layer.pending()).toBe('g')
  expect(timers.at(-1)?.ms).toBe(SEQUENCE_MS)
  layer.press(press('w'), PAGE)
  expect(done).toEqual(['go.inbox'])
  layer.press(press('g'), PAGE)
  timers.at(-1)?.run()
  expect(layer.pending()).toBeUndefined()
  expect(layer.press(press('w'), PAGE)).toBe(false)
  expect(done).toEqual(['go.inbox'])
})

test('a key that does not end a sequence is taken and does nothing else', () => {
  const { layer, done } = started(['go.inbox', 'ticket.new'])
  layer.press(press('g'), PAGE)
  expect(layer.press(press('c'), PAGE)).toBe(true)
  expect(done).toEqual([])
  layer.press(press('c'), PAGE)
  expect(done).toEqual(['ticket.new'])
})

test('of two scopes the inner one takes the key, and the one around the focus before all', () => {
  const { layer, done } = started(['list.next', 'detail.next'])
  layer.press(press('j'), PAGE)
  layer.press(press('j'), { ...PAGE, scope: 'list' })
  expect(done).toEqual(['detail.next', 'list.next'])
})

test('what is written to can only be sent from within it', () => {
  const { layer, done } = started(['composer.send'])
  expect(layer.press(press('Enter', { ctrlKey: true }), FIELD)).toBe(false)
  layer.press(press('Enter', { ctrlKey: true }), { ...FIELD, scope: 'composer' })
  expect(done).toEqual(['composer.send'])
})

test('under an overlay nothing of the page fires', () => {
  const { layer } = started(ACTION_IDS)
  for (const key of ['c', 'j', 'g', '?'])
    expect(layer.press(press(key), { ...PAGE, isOverlay: true })).toBe(false)
})

test('Enter and Space press the button that has focus, whatever they are bound to', () => {
  const { layer } = started(['list.open', 'list.peek'])
  expect(layer.press(press('Enter'), { ...PAGE, isControl: true })).toBe(false)
  expect(layer.press(press(' '), { ...PAGE, isControl: true })).toBe(false)
  expect(layer.press(press(' '), PAGE)).toBe(true)
})

test('switched off, no letter or sign does anything, and chords, Esc and arrows still do', () => {
  const { layer, done } = started(ACTION_IDS)
  layer.change({ singleKeys: false, remapped: {} })
  for (const key of ['c', 'g', '/', '?', '[', 'J']) expect(layer.press(press(key), PAGE)).toBe(false)
  layer.press(press('k', { ctrlKey: true }), PAGE)
  layer.press(press('ArrowDown'), PAGE)
  expect(done).toEqual(['palette.open', 'list.next'])
})

test('a changed key counts at once and the old one no longer', () => {
  const { layer, done } = started(['ticket.new'])
  layer.change({ singleKeys: true, remapped: { 'ticket.new': ['shift+n'] } })
  expect(layer.press(press('c'), PAGE)).toBe(false)
  layer.press(press('N', { shiftKey: true }), PAGE)
  expect(done).toEqual(['ticket.new'])
})

test('kept settings that are damaged count as none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const settings = readKeySettings(text)
      for (const id of ACTION_IDS) for (const keys of keysOf(id, settings)) expect(typeof keys).toBe('string')
    }),
  )
  expect(
    readKeySettings('{"singleKeys":false,"remapped":{"undo":["x"],"nope":["y"],"ticket.new":[1]}}'),
  ).toEqual({
    singleKeys: false,
    remapped: { undo: ['x'] },
  })
  expect(readKeySettings(null)).toBe(DEFAULT_KEY_SETTINGS)
})

function started(ids: readonly ActionId[]) {
  const done: ActionId[] = []
  const timers: { ms: number; run: () => void }[] = []
  const layer = createKeyLayer({
    mac: false,
    after: (ms, run) => {
      const timer = { ms, run }
      timers.push(timer)
      return () => timers.splice(timers.indexOf(timer), 1)
    },
  })
  for (const id of ids) layer.offer(id, () => done.push(id))
  return { layer, done, timers }
}

function press(key: string, facts: Partial<KeyPress> = {}): KeyPress {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : ''
  const none = {
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    isComposing: false,
    isAltGraph: false,
  }
  return { key, code, ...none, ...facts }
}
