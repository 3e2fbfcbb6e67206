import { useState } from 'react'
import { t } from '../../locales/t.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { spokenKeys } from '../../ui/spoken-keys.ts'
import { EmptyState } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { ACTIONS, type ActionId, SCOPES } from './actions.ts'
import { keysOf } from './key-settings.ts'
import { useKeySettings } from './keyboard.ts'

/** Shortcuts by where they count, the innermost place first, with a box to find one. */
export function ShortcutList({ ids }: { ids: readonly ActionId[] }) {
  const [query, setQuery] = useState('')
  const settings = useKeySettings()
  const wanted = query.trim().toLocaleLowerCase()
  const shown = ids
    .filter((id) => keysOf(id, settings).length > 0)
    .filter((id) => t(ACTIONS[id].label).toLocaleLowerCase().includes(wanted))
  return (
    <div className="flex flex-col gap-5">
      <TextField
        label={t('keys.filter')}
        type="search"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        className="max-w-80 print:hidden"
      />
      {shown.length === 0 && <EmptyState title={t('keys.title')} text={t('keys.help.empty')} />}
      {SCOPES.map((scope) => {
        const rows = shown.filter((id) => ACTIONS[id].scope === scope)
        if (rows.length === 0) return null
        return (
          <section key={scope} aria-labelledby={`keys-${scope}`}>
            <h2 id={`keys-${scope}`} className="mb-1 font-semibold">
              {t(`keys.scope.${scope}`)}
            </h2>
            <dl>
              {rows.map((id) => (
                <div key={id} className="flex min-h-8 items-center gap-4 border-b border-border">
                  <dt className="flex-1">{t(ACTIONS[id].label)}</dt>
                  <dd className="flex gap-3">
                    {keysOf(id, settings).map((keys) => (
                      <SpokenKeys key={keys} keys={keys} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        )
      })}
    </div>
  )
}

/** Keys as caps, and as a text for readers of the screen. */
export function SpokenKeys({ keys }: { keys: string }) {
  return (
    <span>
      <Kbd keys={keys} />
      <span className="sr-only">{spokenKeys(keys)}</span>
    </span>
  )
}
