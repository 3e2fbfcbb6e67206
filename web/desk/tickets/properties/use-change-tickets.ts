import { useDesk } from '../../../api/index.ts'
import { keysOf } from '../../../app/keys/key-settings.ts'
import { keyboard } from '../../../app/keys/keyboard.ts'
import { pushUndo } from '../../../app/undo-stack.ts'
import { useMe } from '../../../app/who.tsx'
import { showToast } from '../../../ui/toast.tsx'
import type { Change } from './change.ts'
import { changeTickets } from './change-tickets.ts'
import { knownStaffName, rememberAssignee } from './staff.ts'

/**
 * Changes a property of tickets for whoever is signed in; see changeTickets. Its code comes with whatever offers it:
 * without a network a press would be lost that had to fetch it.
 */
export function useChangeTickets(): (ticketIds: readonly string[], change: Change) => void {
  const desk = useDesk()
  const { person } = useMe()
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
    void changeTickets(ground, ticketIds, change)
  }
}
