import { t } from '../../locales/t.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { NewTicketForm } from './new-ticket-form.tsx'

/**
 * The box that files a ticket. Closed by Esc it keeps what is written, on this device, until it is filed, discarded, or
 * its author signs out.
 */
export function NewTicketDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog title={t('newTicket.title')} open={open} onClose={onClose} wide>
      <NewTicketForm onClose={onClose} />
    </Dialog>
  )
}
