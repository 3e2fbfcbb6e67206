import { ArrowLeft, ChevronDown, ChevronUp, Copy, Ellipsis, PanelRight } from 'lucide-react'
import type { Ticket } from '../../../../contracts/tickets.ts'
import { useKeysOf } from '../../../app/keys/keyboard.ts'
import { t } from '../../../locales/t.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Menu, type MenuEntry } from '../../../ui/menu.tsx'
import { PresenceLine } from '../../presence/index.ts'
import { StatusMark } from '../marks/index.ts'
import { copyLink } from './copy-link.ts'
import type { Names } from './event-sentences.ts'
import type { Walk } from './use-walk.ts'

type Props = {
  ticket: Ticket
  names: Names
  /** On a page of its own the subject is the heading of the page, beside a list it is one below. */
  isPage: boolean
  /** Key, status and assignee stand under the subject where the properties are out of sight. */
  hasChips: boolean
  /** Whether who else is there stands in it; else that is beside the tabs, where there is always room. */
  hasPresence: boolean
  walk: Walk
  areQuotesShown: boolean
  onQuotes: () => void
  /** Undefined where the properties are always to be seen, or a tab of their own. */
  properties: { isShown: boolean; onToggle: () => void } | undefined
}

/** What ticket this is, who else is there, and where it stands in the list that one came from. */
export function TicketHeader(props: Props) {
  const { ticket, isPage, hasChips, hasPresence, names, walk } = props
  const Heading = isPage ? 'h1' : 'h2'
  return (
    <header className="@container flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-border px-3 py-1.5 pointer-coarse:min-h-13">
      <div className="flex min-w-0 flex-1 items-center gap-2">
        {isPage && <BackButton onClick={walk.back} />}
        {!hasChips && <KeyButton ticket={ticket} />}
        <div className={`min-w-40 flex-1 ${hasChips && !isPage ? 'ps-1' : ''}`}>
          <Heading
            className="text-section font-semibold max-wide:line-clamp-2 wide:truncate"
            title={ticket.subject}
          >
            {ticket.subject}
          </Heading>
          {hasChips && <Chips ticket={ticket} names={names} />}
        </div>
      </div>
      {hasPresence && <PresenceLine ticketId={ticket.id} />}
      <div className="ms-auto flex items-center gap-1">
        {isPage && <WalkButtons walk={walk} />}
        {props.properties !== undefined && <PropertiesButton {...props.properties} />}
        <MoreMenu {...props} />
      </div>
    </header>
  )
}

function BackButton({ onClick }: { onClick: () => void }) {
  const keys = useKeysOf('detail.back')
  return (
    <IconButton
      label={t('detail.back')}
      icon={<ArrowLeft size={16} aria-hidden="true" className="rtl:-scale-x-100" />}
      onClick={onClick}
      {...(keys === undefined ? {} : { keys })}
    />
  )
}

function KeyButton({ ticket }: { ticket: Ticket }) {
  const keys = useKeysOf('detail.copyLink')
  return (
    <span className="inline-flex shrink-0 items-center whitespace-nowrap text-text-2 tabular-nums">
      {ticket.key}
      <IconButton
        label={t('detail.copyLink', { key: ticket.key })}
        icon={<Copy size={14} aria-hidden="true" />}
        onClick={() => void copyLink(ticket)}
        {...(keys === undefined ? {} : { keys })}
      />
    </span>
  )
}

function Chips({ ticket: { key, status, assigneeId }, names }: Pick<Props, 'ticket' | 'names'>) {
  const assignee = assigneeId === null ? t('properties.nobody') : names.person(assigneeId)
  return (
    <p className="flex min-w-0 items-center gap-3 pb-0.5 text-meta text-text-2">
      <span className="shrink-0 tabular-nums">{key}</span>
      <StatusMark status={status} withName />
      <span className="truncate">{assignee ?? ''}</span>
    </p>
  )
}

function WalkButtons({ walk: { place, toPrevious, toNext } }: { walk: Walk }) {
  const previousKeys = useKeysOf('detail.previous')
  const nextKeys = useKeysOf('detail.next')
  if (place === undefined) return null
  return (
    <div className="flex items-center gap-1">
      <span data-testid="place" className="text-meta whitespace-nowrap text-text-3 tabular-nums">
        {t('detail.place', { at: place.at, of: place.of })}
      </span>
      {place.previous !== undefined && (
        <IconButton
          label={t('detail.previous')}
          icon={<ChevronUp size={16} aria-hidden="true" />}
          onClick={toPrevious}
          {...(previousKeys === undefined ? {} : { keys: previousKeys })}
        />
      )}
      {place.next !== undefined && (
        <IconButton
          label={t('detail.next')}
          icon={<ChevronDown size={16} aria-hidden="true" />}
          onClick={toNext}
          {...(nextKeys === undefined ? {} : { keys: nextKeys })}
        />
      )}
    </div>
  )
}

function PropertiesButton({ isShown, onToggle }: { isShown: boolean; onToggle: () => void }) {
  const keys = useKeysOf('properties.toggle')
  return (
    <IconButton
      label={t(isShown ? 'detail.hideProperties' : 'detail.showProperties')}
      icon={<PanelRight size={16} aria-hidden="true" className="rtl:-scale-x-100" />}
      aria-expanded={isShown}
      onClick={onToggle}
      {...(keys === undefined ? {} : { keys })}
    />
  )
}

function MoreMenu({ ticket, areQuotesShown, onQuotes }: Props) {
  const copyKeys = useKeysOf('detail.copyLink')
  const expandKeys = useKeysOf('detail.expandAll')
  const entries: MenuEntry[] = [
    {
      id: 'copy',
      text: t('detail.copyLink', { key: ticket.key }),
      keys: copyKeys,
      onSelect: () => void copyLink(ticket),
    },
    {
      id: 'quotes',
      text: t(areQuotesShown ? 'detail.foldAll' : 'detail.expandAll'),
      keys: expandKeys,
      onSelect: onQuotes,
    },
  ]
  const label = t('detail.more', { key: ticket.key })
  return (
    <Menu
      label={label}
      entries={entries}
      trigger={<IconButton label={label} icon={<Ellipsis size={16} aria-hidden="true" />} />}
    />
  )
}
