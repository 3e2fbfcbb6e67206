import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
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
  const change = useChangeTickets()
  useEffect(() => (asked === undefined ? undefined : () => giveFocusBack(asked.from)), [asked])
  return {
    open(property, ticketIds) {
      code.load()
      setAsked({ property, ticketIds, from: document.activeElement })
    },
    picker:
      asked === undefined ? null : code.loaded === undefined ? (
        <Coming label={t(`properties.${asked.property}`)} onClose={() => setAsked(undefined)} />
      ) : (
        <code.loaded.PropertyPicker
          key={`${asked.property} ${asked.ticketIds.join()}`}
          property={asked.property}
          ticketIds={asked.ticketIds}
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

/** Takes the keys while the code is on its way: what is typed for a picker must not do anything else. */
function Coming({ label, onClose }: { label: string; onClose: () => void }) {
  const { clock } = useDesk()
  const giveUp = useEffectEvent(() => {
    showToast({ text: t('properties.notLoaded'), kind: 'alert' })
    onClose()
  })
  useEffect(() => clock.after(COMING_MS, () => giveUp()), [clock])
  return (
    <div
      role="dialog"
      aria-label={label}
      aria-busy="true"
      tabIndex={-1}
      ref={(element) => element?.focus({ preventScroll: true })}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="sr-only"
    />
  )
}
