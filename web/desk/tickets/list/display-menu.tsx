import { SlidersHorizontal } from 'lucide-react'
import { useRef } from 'react'
import { DENSITIES } from '../../../../contracts/boot.ts'
import type { TicketSort } from '../../../api/index.ts'
import { useAction, useKeysOf } from '../../../app/keys/keyboard.ts'
import { useLook } from '../../../app/look/look.ts'
import { t } from '../../../locales/t.ts'
import { Menu, type MenuEntry } from '../../../ui/menu.tsx'
import { tip } from '../../../ui/tip.ts'
import { useHasRoomForSplit } from './list-form.ts'
import { SORTS } from './time-field.ts'

/** How the list is drawn and in which order. */
export function DisplayMenu({
  sort,
  isSplit,
  onSort,
  onSplit,
}: {
  sort: TicketSort
  isSplit: boolean
  onSort: (sort: TicketSort) => void
  onSplit: (isSplit: boolean) => void
}) {
  const [look, changeLook] = useLook()
  const hasRoom = useHasRoomForSplit()
  const button = useRef<HTMLButtonElement>(null)
  const keys = useKeysOf('list.display')
  useAction('list.display', () => button.current?.click())
  const layouts: MenuEntry[] = [
    { kind: 'heading', text: t('list.layout') },
    { id: 'table', text: t('list.layout.table'), chosen: !isSplit, onSelect: () => onSplit(false) },
    { id: 'split', text: t('list.layout.split'), chosen: isSplit, onSelect: () => onSplit(true) },
    { kind: 'separator' },
  ]
  const entries: MenuEntry[] = [
    ...(hasRoom ? layouts : []),
    { kind: 'heading', text: t('list.sort') },
    ...SORTS.map((one) => ({
      id: one,
      text: t(`list.sort.${one}.name`),
      chosen: one === sort,
      onSelect: () => onSort(one),
    })),
    { kind: 'separator' },
    { kind: 'heading', text: t('list.density') },
    ...DENSITIES.map((density) => ({
      id: density,
      text: t(`frame.density.${density}`),
      chosen: density === look.density,
      onSelect: () => changeLook({ density }),
    })),
  ]
  useAction('list.table', () => onSplit(false), hasRoom)
  useAction('list.split', () => onSplit(true), hasRoom)
  return (
    <>
      {SORTS.map((one) => (
        <SortAction key={one} sort={one} run={() => onSort(one)} />
      ))}
      <Menu
        label={t('list.display')}
        entries={entries}
        trigger={
          <button
            ref={button}
            type="button"
            {...tip(undefined, keys)}
            className="control-height inline-flex items-center gap-1.5 rounded-control px-2 text-text-2 hover:bg-hover hover:text-text"
          >
            <SlidersHorizontal size={16} aria-hidden="true" />
            {t('list.display')}
          </button>
        }
      />
    </>
  )
}

/** Every order is in the palette too. */
function SortAction({ sort, run }: { sort: TicketSort; run: () => void }) {
  useAction(`list.sort.${sort}`, run)
  return null
}
