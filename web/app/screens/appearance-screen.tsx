import { DENSITIES, TEXT_SIZES, THEMES } from '../../../contracts/boot.ts'
import { t } from '../../locales/t.ts'
import { Choice } from '../../ui/choice.tsx'
import { useLook } from '../look/look.ts'
import { SettingsFrame } from './settings-frame.tsx'

/** How the app looks to this person in this browser. */
export function AppearanceScreen() {
  const [look, changeLook] = useLook()
  return (
    <SettingsFrame title={t('settings.appearance')} text={t('settings.appearance.text')}>
      <Choice
        label={t('frame.theme')}
        value={look.theme}
        options={THEMES.map((value) => ({ value, name: t(`frame.theme.${value}`) }))}
        onChoose={(theme) => changeLook({ theme })}
      />
      <Choice
        label={t('frame.density')}
        value={look.density}
        options={DENSITIES.map((value) => ({ value, name: t(`frame.density.${value}`) }))}
        onChoose={(density) => changeLook({ density })}
      />
      <Choice
        label={t('settings.textSize')}
        value={look.textSize}
        options={TEXT_SIZES.map((value) => ({ value, name: t(`settings.textSize.${value}`) }))}
        onChoose={(textSize) => changeLook({ textSize })}
      />
    </SettingsFrame>
  )
}
