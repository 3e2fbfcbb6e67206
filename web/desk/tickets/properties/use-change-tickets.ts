import { useDesk } from '../../../api/index.ts'
import { keysOf } from '../../../app/keys/key-settings.ts'
import { keyboard } from '../../../app/keys/keyboard.ts'
import { pushUndo } from '../../../app/undo-stack.ts'
import { useMe } from '../../../app/who.tsx'
import { useLoaded } from '../../../ui/late-code.ts'
import { showToast } from '../../../ui/toast.tsx'
import type { Change } from './change.ts'
import { knownStaffName, rememberAssignee } from './staff.ts'

const loadChange = () => import('./change-tickets.ts')

/** Changes a property of tickets for whoever is signed in; see changeTickets. */
export function useChangeTickets(): (ticketIds: readonly string[], change: Change) => void {
  const desk = useDesk()
  const { person } = useMe()
  useLoaded(loadChange)
  return (ticketIds, change) => {
    if (change.property === 'assignee' && change.to !== null) rememberAssignee(change.to)
    const ground = {
      desk,
      meId: person.id,
      nameOf: (id: string) => (id === person.id ? person.name : knownStaffName(desk, id)),
      showToast,
      pushUndo,
      undoKeys: () => keysOf('undo', keyboard.settings())[0],
    }
    void loadChange().then(({ changeTickets }) => changeTickets(ground, ticketIds, change))
  }
}
