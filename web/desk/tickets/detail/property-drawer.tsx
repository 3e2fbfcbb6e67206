import { t } from '../../../locales/t.ts'
import { Sheet } from '../../../ui/dialog.tsx'
import { PropertyPanel } from '../properties/index.ts'

/** The properties of a ticket over its page, where there is no room for them beside it. */
export function PropertyDrawer({ ticketId, onClose }: { ticketId: string; onClose: () => void }) {
  return (
    <Sheet title={t('detail.properties')} open onClose={onClose}>
      <div className="px-2">
        <PropertyPanel ticketId={ticketId} />
      </div>
    </Sheet>
  )
}
