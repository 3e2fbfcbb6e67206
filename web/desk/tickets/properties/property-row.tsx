import type { ReactNode } from 'react'
import { usePendingMutations } from '../../../api/index.ts'
import { useKeysOf } from '../../../app/keys/keyboard.ts'
import { t } from '../../../locales/t.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { tip } from '../../../ui/tip.ts'
import { fieldOf, type Property } from './change.ts'
import { useRemoteChange } from './remote-change.ts'

type Props = {
  ticketId: string
  property: Property
  disabledBecause?: string | undefined
  onOpen: () => void
  /** The value. */
  children: ReactNode
  /** At the end of its line. */
  beside?: ReactNode
}

/** Whoever changed a value elsewhere is shown beside it for so long. */
const CHIP_MS = 4_000

/**
 * A property that can be changed: its name, its value as a button, who changed it just now, and whether it still waits.
 * All of it has its room from the start: what others change moves nothing below.
 */
export function PropertyRow({ ticketId, property, disabledBecause, onOpen, children, beside }: Props) {
  const keys = useKeysOf(`property.${property}`)
  const remote = useRemoteChange([ticketId], property, CHIP_MS)
  const isWaiting = useIsWaiting(ticketId, property)
  const label = t(`properties.${property}`)
  const labelId = `property-${property}-${ticketId}`
  return (
    <div className="grid min-h-8 grid-cols-[5rem_1fr] items-start gap-x-2">
      <span id={labelId} className="control-height inline-flex items-center text-text-3">
        {label}
      </span>
      <div className="min-w-0">
        <div className="flex items-center">
          <Button
            kind="quiet"
            className="-ms-3 min-w-0 flex-1 justify-start"
            aria-labelledby={`${labelId} ${labelId}-value`}
            data-property={property}
            data-ticket={ticketId}
            disabledBecause={disabledBecause}
            onClick={onOpen}
            {...(keys === undefined ? {} : { keys })}
          >
            {/* Keyed, so that the same tint runs again for the next change; who made it is told anew. */}
            <span
              key={remote?.nth ?? 0}
              id={`${labelId}-value`}
              className={classNames(
                'inline-flex max-w-[calc(100%-2rem)] flex-[1_0_auto] text-text',
                remote !== undefined && 'changed',
              )}
            >
              {children}
            </span>
            {remote !== undefined && (
              <span
                key={`by-${remote.nth}`}
                className="inline-flex min-w-6 items-center gap-1 text-meta text-text-2"
                data-changed-by={remote.by.id}
              >
                <Avatar id={remote.by.id} name={remote.by.name} />
                <span className="truncate">{remote.by.name}</span>
              </span>
            )}
          </Button>
          {isWaiting && (
            <span className="shrink-0 text-warn" data-pending={property} {...tip(t('properties.pending'))}>
              <span aria-hidden="true">◌</span>
              <span className="sr-only">{t('properties.pending')}</span>
            </span>
          )}
          {beside}
        </div>
        <p role="status" className="sr-only">
          {remote !== undefined && t('properties.changedBy', { field: label, name: remote.by.name })}
        </p>
      </div>
    </div>
  )
}

/** Whether a change of this property waits for the network. */
function useIsWaiting(ticketId: string, property: Property): boolean {
  const field = fieldOf(property)
  return usePendingMutations().some(
    ({ on, patch, state }) =>
      on?.id === ticketId && state === 'waiting-for-network' && patch !== undefined && field in patch,
  )
}
