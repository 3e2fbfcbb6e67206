import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { ACTION_IDS } from '../keys/actions.ts'
import { ShortcutList } from '../keys/shortcut-list.tsx'
import { Screen } from '../shell/screen.tsx'

/** Every shortcut of the app, to be searched and printed. */
export function HelpScreen() {
  return (
    <Screen
      title={t('keys.title')}
      isPadded
      actions={
        <Button className="print:hidden" onClick={() => window.print()}>
          {t('keys.print')}
        </Button>
      }
    >
      <div className="max-w-160">
        <ShortcutList ids={ACTION_IDS} />
      </div>
    </Screen>
  )
}
