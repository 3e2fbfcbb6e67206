import { type FormEvent, useState } from 'react'
import { ApiError } from '../../../contracts/client.ts'
import { readMe, updatePerson } from '../../../contracts/people.ts'
import { type Desk, useDesk } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useMe } from '../who.tsx'
import { SettingsFrame } from './settings-frame.tsx'

/** How this person's replies go out. Rule: docs/behaviour/undo-and-send-later.md, "How long". */
export function RepliesScreen() {
  const desk = useDesk()
  const { person } = useMe()
  const [wanted, setWanted] = useState<number | null>()
  const chosen = wanted === undefined ? person.undoSeconds : wanted
  // Shown at once, and taken back where the desk refuses.
  const change = (seconds: number | null) => {
    setWanted(seconds)
    void save(desk, seconds).then(() => setWanted(undefined))
  }
  return (
    <SettingsFrame title={t('composer.settings')} text={t('composer.settings.text')}>
      <div className="flex flex-col gap-3">
        <Choice
          label={t('composer.settings.undo')}
          value={chosen === null ? DESK : String(chosen)}
          options={[
            { value: DESK, name: t('composer.settings.desk') },
            ...offered(chosen).map((count) => ({
              value: String(count),
              name: t('composer.settings.seconds', { count }),
            })),
          ]}
          onChoose={(value) => change(value === DESK ? null : Number(value))}
        />
        <p className="text-text-2">{t('composer.settings.undo.hint', { default: DESK_SECONDS })}</p>
        <CustomSeconds key={chosen} chosen={chosen} onChoose={change} />
      </div>
    </SettingsFrame>
  )
}

const DESK = 'desk'
const DESK_SECONDS = 10
const OFFERED = [0, 5, 10, 20, 30, 60]

function offered(chosen: number | null): number[] {
  return chosen === null || OFFERED.includes(chosen)
    ? OFFERED
    : [...OFFERED, chosen].sort((one, other) => one - other)
}

function CustomSeconds({ chosen, onChoose }: { chosen: number | null; onChoose: (seconds: number) => void }) {
  const [error, setError] = useState<string>()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('seconds')).trim()
    const seconds = Number(text)
    const isRight = /^\d+$/.test(text) && seconds <= 60
    setError(isRight ? undefined : t('ui.notValid'))
    if (isRight) onChoose(seconds)
  }
  return (
    <form onSubmit={submit} noValidate className="flex items-end gap-2">
      <TextField
        label={t('composer.settings.custom')}
        name="seconds"
        inputMode="numeric"
        autoComplete="off"
        defaultValue={String(chosen ?? DESK_SECONDS)}
        error={error}
        className="w-48"
      />
      <Button type="submit">{t('composer.settings.save')}</Button>
    </form>
  )
}

/** Changes the own undo window on what is there now, so that another device's change is no obstacle. */
async function save(desk: Desk, undoSeconds: number | null): Promise<void> {
  try {
    const { person } = await desk.client.call(readMe)
    await desk.client.call(updatePerson, {
      params: { id: person.id },
      body: { undoSeconds },
      ifMatch: person.version,
      idempotencyKey: crypto.randomUUID(),
    })
    desk.session.signedIn(await desk.client.call(readMe))
    showToast({ text: t('composer.settings.saved') })
  } catch (error) {
    const detail = error instanceof ApiError ? error.detail : t('signIn.noAnswer')
    showToast({ text: t('composer.settings.failed', { detail }), kind: 'alert' })
  }
}
