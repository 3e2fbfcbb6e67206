import type { Priority, Status } from '../../../../contracts/tickets.ts'
import { t } from '../../../locales/t.ts'
import { priorityName, statusName } from '../marks/index.ts'
import type { LastChange } from './last-changes.ts'

type Names = {
  me: string
  staff: (id: string) => string | undefined
  team: (id: string) => string | undefined
}

/** Why a ticket is no longer in a list, in words: "→ Resolved by Ben". */
export function leaveReason(change: LastChange | undefined, names: Names): string {
  if (change === undefined) return t('list.gone')
  const { field, to, by } = change
  const called = (id: string) =>
    id === names.me ? t('list.gone.you') : (names.staff(id) ?? t('list.gone.someone'))
  const name = by === null ? t('list.gone.desk') : called(by)
  if (field === 'status') return t('list.gone.status', { status: statusName(to as Status), name })
  if (field === 'priority') return t('list.gone.priority', { priority: priorityName(to as Priority), name })
  if (field === 'teamId') {
    const team = names.team(String(to))
    return team === undefined ? t('list.gone') : t('list.gone.team', { team, name })
  }
  if (to === null) return t('list.gone.unassigned', { name })
  return t('list.gone.assigned', { assignee: called(String(to)), name })
}
