import { type KeyboardEvent, useState } from 'react'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { isMac, keyNames } from '../../ui/key-names.ts'
import { Switch } from '../../ui/switch.tsx'
import { showToast } from '../../ui/toast.tsx'
import { ACTION_IDS, ACTIONS, type ActionId, SCOPES } from '../keys/actions.ts'
import { bindingFault, chordsOf } from '../keys/chord.ts'
import { type KeySettings, keysOf } from '../keys/key-settings.ts'
import { actionWith, changeKeys, useKeySettings } from '../keys/keyboard.ts'
import { pressOf } from '../keys/press-place.ts'
import { SpokenKeys } from '../keys/shortcut-list.tsx'
import { SettingsFrame } from './settings-frame.tsx'

/** Switches single keys off and gives actions other keys. */
export function ShortcutsScreen() {
  const settings = useKeySettings()
  const [changing, setChanging] = useState<ActionId | undefined>()
  const isChanged = Object.keys(settings.remapped).length > 0
  return (
    <SettingsFrame title={t('settings.shortcuts')} text={t('settings.shortcuts.text')}>
      <Switch
        label={t('settings.shortcuts.on')}
        hint={t('settings.shortcuts.on.hint', { mod: keyNames('mod')[0] ?? '' })}
        on={settings.singleKeys}
        onToggle={(singleKeys) => changeKeys({ ...settings, singleKeys })}
      />
      {isChanged && (
        <Button className="w-fit" onClick={() => changeKeys({ ...settings, remapped: {} })}>
          {t('settings.shortcuts.resetAll')}
        </Button>
      )}
      {SCOPES.map((scope) => {
        const ids = ACTION_IDS.filter((id) => ACTIONS[id].scope === scope && ACTIONS[id].keys.length > 0)
        if (ids.length === 0) return null
        return (
          <section key={scope} aria-labelledby={`scope-${scope}`}>
            <h2 id={`scope-${scope}`} className="mb-1 font-semibold">
              {t(`keys.scope.${scope}`)}
            </h2>
            <ul>
              {ids.map((id) => (
                <ShortcutRow
                  key={id}
                  id={id}
                  settings={settings}
                  isChanging={changing === id}
                  onChange={(isOn) => setChanging(isOn ? id : undefined)}
                />
              ))}
            </ul>
          </section>
        )
      })}
    </SettingsFrame>
  )
}

type RowProps = {
  id: ActionId
  settings: KeySettings
  isChanging: boolean
  onChange: (isOn: boolean) => void
}

function ShortcutRow({ id, settings, isChanging, onChange }: RowProps) {
  const [fault, setFault] = useState<string | undefined>()
  const label = t(ACTIONS[id].label)
  const own = ACTIONS[id].keys
  const keys = keysOf(id, { ...settings, singleKeys: true })
  const stop = () => {
    setFault(undefined)
    onChange(false)
  }
  const take = (event: KeyboardEvent) => {
    if (!isChanging || event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return stop()
    const chord = chordsOf(pressOf(event.nativeEvent), isMac())[0]
    if (chord === undefined) return
    const taken = actionWith(chord, id)
    if (bindingFault(chord) !== undefined) return setFault(t('settings.shortcuts.reserved'))
    if (taken !== undefined)
      return setFault(t('settings.shortcuts.taken', { action: t(ACTIONS[taken].label) }))
    changeKeys({ ...settings, remapped: { ...settings.remapped, [id]: [chord] } })
    showToast({ text: t('settings.shortcuts.changed', { action: label, keys: keyNames(chord).join(' ') }) })
    stop()
  }
  const reset = () => {
    const { [id]: _dropped, ...remapped } = settings.remapped
    changeKeys({ ...settings, remapped })
  }
  return (
    <li className="flex min-h-10 flex-wrap items-center gap-x-3 border-b border-border py-1">
      <span className="min-w-40 flex-1">{label}</span>
      {settings.remapped[id] !== undefined && (
        <Button kind="quiet" onClick={reset}>
          {t('settings.shortcuts.reset', { keys: own.flatMap((one) => keyNames(one)).join(' ') })}
        </Button>
      )}
      <Button
        kind="quiet"
        className="-me-2 justify-end! px-2!"
        aria-label={t('settings.shortcuts.change', { action: label })}
        aria-pressed={isChanging}
        onClick={() => onChange(!isChanging)}
        onKeyDown={take}
        onBlur={stop}
      >
        {isChanging ? '…' : keys.map((one) => <SpokenKeys key={one} keys={one} />)}
      </Button>
      {isChanging && (
        <p role="status" className="w-full pb-1 text-meta text-text-2">
          {fault ?? t('settings.shortcuts.listening')}
        </p>
      )}
    </li>
  )
}
