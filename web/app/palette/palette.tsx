import { Autocomplete } from '@base-ui/react/autocomplete'
import { useState } from 'react'
import { t } from '../../locales/t.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { OPTION_CLASS } from '../../ui/overlay-class.ts'
import { ACTIONS, type ActionId } from '../keys/actions.ts'
import { keysOf } from '../keys/key-settings.ts'
import { keyboard, useKeySettings, useOffered } from '../keys/keyboard.ts'
import { rankActions } from './rank-actions.ts'

type Entry = { id: ActionId; name: string; keys: string | undefined }

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
  const entries = useEntries()
  const run = ({ id }: Entry) => {
    onClose()
    // After the box is gone and focus is back, or the action's own box would lose it.
    setTimeout(() => keyboard.run(id))
  }
  return (
    <Autocomplete.Root
      inline
      open
      items={rankActions(entries, query)}
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

function useEntries(): Entry[] {
  const settings = useKeySettings()
  return useOffered()
    .filter((id) => ACTIONS[id].inPalette)
    .map((id) => ({ id, name: t(ACTIONS[id].label), keys: keysOf(id, settings)[0] }))
}
