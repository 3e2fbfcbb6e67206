import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useDesk } from '../../../api/index.ts'
import { t } from '../../../locales/t.ts'
import { useLoaded } from '../../../ui/late-code.ts'
import { showToast } from '../../../ui/toast.tsx'
import type { Property } from './change.ts'
import { useChangeTickets } from './use-change-tickets.ts'

const loadPicker = () => import('./property-picker.tsx')

type Asked = { property: Property; ticketIds: readonly string[]; from: Element | null }

/**
 * Opens the picker of a property. Its code comes when the page has time, or at once when it is first opened. The answer
 * holds the picker itself, to be rendered; it keeps its tickets, whatever the page goes on to.
 */
export function usePropertyPicker(): {
  open: (property: Property, ticketIds: readonly string[]) => void
  picker: ReactNode
} {
  const code = useLoaded(loadPicker)
  const [asked, setAsked] = useState<Asked | undefined>()
  const typed = useRef('')
  const change = useChangeTickets()
  useEffect(() => (asked === undefined ? undefined : () => giveFocusBack(asked.from)), [asked])
  return {
    open(property, ticketIds) {
      code.load()
      typed.current = ''
      setAsked({ property, ticketIds, from: document.activeElement })
    },
    picker:
      asked === undefined ? null : code.loaded === undefined ? (
        <Coming
          label={t(`properties.${asked.property}`)}
          onType={(change) => {
            typed.current = change(typed.current)
          }}
          onClose={() => setAsked(undefined)}
        />
      ) : (
        <code.loaded.PropertyPicker
          key={`${asked.property} ${asked.ticketIds.join()}`}
          property={asked.property}
          ticketIds={asked.ticketIds}
          typed={typed.current}
          onChange={change}
          onClose={() => setAsked(undefined)}
        />
      ),
  }
}

/** To where it was before the picker; what took it meanwhile keeps it. */
function giveFocusBack(from: Element | null): void {
  const isNowhere = document.activeElement === null || document.activeElement === document.body
  if (isNowhere && from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true })
}

/** After so long without its code a picker is given up. */
const COMING_MS = 5_000

/** Takes the keys while the code is on its way: what is typed for a picker is handed to it, and does nothing else. */
function Coming({
  label,
  onType,
  onClose,
}: {
  label: string
  onType: (change: (text: string) => string) => void
  onClose: () => void
}) {
  const { clock } = useDesk()
  const giveUp = useEffectEvent(() => {
    showToast({ text: t('properties.notLoaded'), kind: 'alert' })
    onClose()
  })
  useEffect(() => clock.after(COMING_MS, () => giveUp()), [clock])
  const take = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
    if (key === 'Escape') onClose()
    else if (key === 'Backspace') onType((text) => text.slice(0, -1))
    else if (key.length === 1 && !ctrlKey && !metaKey && !altKey) onType((text) => text + key)
  }
  return (
    <div
      role="dialog"
      aria-label={label}
      aria-busy="true"
      tabIndex={-1}
      ref={(element) => element?.focus({ preventScroll: true })}
      onKeyDown={take}
      className="sr-only"
    />
  )
}
