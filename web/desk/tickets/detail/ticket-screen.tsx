import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useDesk, useEntity } from '../../../api/index.ts'
import { ForRole } from '../../../app/screens/went-wrong.tsx'
import { Screen, useTitle } from '../../../app/shell/screen.tsx'
import { t } from '../../../locales/t.ts'
import { TicketFailed, TicketGone, TicketLoading } from './ticket-states.tsx'
import { TicketView } from './ticket-view.tsx'

/** The page of one ticket, whose key or id stands in the address. */
export function TicketScreen() {
  const { key = '' } = useParams({ strict: false })
  return (
    <ForRole least="AGENT">
      <TicketAt key={key} name={key} />
    </ForRole>
  )
}

/** A ticket by its key or id: at once when it is in memory, else from the device or the desk. */
function TicketAt({ name }: { name: string }) {
  const desk = useDesk()
  const [ticketId, setTicketId] = useState(() => desk.knownTicket(name))
  const [error, setError] = useState<unknown>()
  const [tries, setTries] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try asks again.
  useEffect(() => {
    if (ticketId !== undefined) return
    let isOver = false
    desk.openTicket(name).then(
      (id) => !isOver && setTicketId(id),
      (cause) => !isOver && setError(cause),
    )
    return () => {
      isOver = true
    }
  }, [desk, name, ticketId, tries])
  if (ticketId !== undefined) return <TicketPage ticketId={ticketId} name={name} />
  const retry = () => {
    setError(undefined)
    setTries(tries + 1)
  }
  return error === undefined ? (
    <TicketLoading name={name} />
  ) : (
    <Screen title={t('detail.ticket', { key: name })}>
      <TicketFailed name={name} error={error} onRetry={retry} />
    </Screen>
  )
}

function TicketPage({ ticketId, name }: { ticketId: string; name: string }) {
  const ticket = useEntity('ticket', ticketId)
  useTitle(ticket === undefined ? t('detail.ticket', { key: name }) : `${ticket.key} ${ticket.subject}`)
  if (ticket === undefined)
    return (
      <Screen title={t('detail.ticket', { key: name })}>
        <TicketGone name={name} />
      </Screen>
    )
  return <TicketView ticketId={ticketId} frame="page" />
}
