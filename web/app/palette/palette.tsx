import { Autocomplete } from '@base-ui/react/autocomplete'
import { useState } from 'react'
import { t } from '../../locales/t.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { OPTION_CLASS } from '../../ui/overlay-class.ts'
import { ACTIONS } from '../keys/actions.ts'
import { keysOf } from '../keys/key-settings.ts'
import { keyboard, useKeySettings, useOffered } from '../keys/keyboard.ts'
import { rankActions } from './rank-actions.ts'
import { rowEntries } from './row-entries.ts'

type Entry = { id: string; name: string; keys?: string | undefined; run: () => void }

/** More than anybody reads; a word more narrows them. */
const SHOWN_MAX = 100

/** Everything that the present screen can do, by name; each with its keys, so that the next time needs no palette. */
export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog title={t('frame.palette')} hideTitle open={open} onClose={onClose} wide>
      <PaletteList onClose={onClose} />
    </Dialog>
  )
}

function PaletteList({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('')
  const actions = useActions()
  // A table of a hundred rows offers hundreds: they are there for whoever names one.
  const [rows] = useState(rowEntries)
  const shown = rankActions(query.trim() === '' ? actions : [...actions, ...rows], query)
  const run = (entry: Entry) => {
    onClose()
    // After the box is gone and focus is back, or the action's own box would lose it.
    setTimeout(entry.run)
  }
  return (
    <Autocomplete.Root
      inline
      open
      items={shown.slice(0, SHOWN_MAX)}
      filter={null}
      value={query}
      onValueChange={setQuery}
      itemToStringValue={(entry: Entry) => entry.name}
      autoHighlight="always"
      keepHighlight
    >
      <Autocomplete.Input
        aria-label={t('frame.palette')}
        placeholder={t('frame.palette.hint')}
        className="h-12 w-full border-b border-border px-4 text-section outline-none"
      />
      <Autocomplete.Empty className="px-4 py-6 text-text-3 empty:hidden">
        {t('frame.palette.empty')}
      </Autocomplete.Empty>
      <Autocomplete.List className="max-h-[50dvh] overflow-auto p-2 empty:hidden">
        {(entry: Entry) => (
          <Autocomplete.Item key={entry.id} value={entry} onClick={() => run(entry)} className={OPTION_CLASS}>
            <span className="flex-1 truncate">{entry.name}</span>
            {entry.keys !== undefined && <Kbd keys={entry.keys} />}
          </Autocomplete.Item>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  )
}

function useActions(): Entry[] {
  const settings = useKeySettings()
  return useOffered()
    .filter((id) => ACTIONS[id].inPalette)
    .map((id) => ({
      id,
      name: t(ACTIONS[id].label),
      keys: keysOf(id, settings)[0],
      run: () => void keyboard.run(id),
    }))
}
