import { t } from '../../locales/t.ts'
import { Sheet } from '../../ui/dialog.tsx'
import { useOffered } from './keyboard.ts'
import { ShortcutList } from './shortcut-list.tsx'

/** The shortcuts of the present screen, beside it. */
export function HelpSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const offered = useOffered()
  return (
    <Sheet title={t('keys.title')} description={t('keys.help.note')} open={open} onClose={onClose}>
      <div className="p-5">
        <ShortcutList ids={offered} />
      </div>
    </Sheet>
  )
}
