import { type ReactNode, useEffect, useState } from 'react'
import { t } from '../../../locales/t.ts'
import { LateLayer } from '../../../ui/late-layer.tsx'
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
  const [asked, setAsked] = useState<Asked | undefined>()
  const change = useChangeTickets()
  const close = () => setAsked(undefined)
  useEffect(() => (asked === undefined ? undefined : () => giveFocusBack(asked.from)), [asked])
  return {
    open: (property, ticketIds) => setAsked({ property, ticketIds, from: document.activeElement }),
    picker: (
      <LateLayer
        load={loadPicker}
        open={asked !== undefined}
        label={asked === undefined ? '' : t(`properties.${asked.property}`)}
        onClose={close}
      >
        {({ PropertyPicker }) =>
          asked !== undefined && (
            <PropertyPicker
              key={`${asked.property} ${asked.ticketIds.join()}`}
              property={asked.property}
              ticketIds={asked.ticketIds}
              onChange={change}
              onClose={close}
            />
          )
        }
      </LateLayer>
    ),
  }
}

/** To where it was before the picker; what took it meanwhile keeps it. */
function giveFocusBack(from: Element | null): void {
  const isNowhere = document.activeElement === null || document.activeElement === document.body
  if (isNowhere && from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true })
}
