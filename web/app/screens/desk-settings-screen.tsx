import { t } from '../../locales/t.ts'
import { SampleDeskCard } from './sample-desk-card.tsx'
import { SettingsFrame } from './settings-frame.tsx'
import { ForRole } from './went-wrong.tsx'

/** What owners set for the whole organisation. */
export function DeskSettingsScreen() {
  return (
    <ForRole least="OWNER">
      <SettingsFrame title={t('deskSettings.title')} text={t('deskSettings.text')}>
        <SampleDeskCard />
      </SettingsFrame>
    </ForRole>
  )
}
