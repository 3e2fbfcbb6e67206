import { type FormEvent, useState } from 'react'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { exactTime } from '../../ui/time/time.tsx'
import { fieldOf, instantOf, laterChoices } from './send-later-times.ts'

/** Asks when a reply is to go out. `onChoose` gets an instant to come (RFC 3339). */
export function SendLaterDialog({
  open,
  onClose,
  onChoose,
}: {
  open: boolean
  onClose: () => void
  onChoose: (sendAt: string) => void
}) {
  return (
    <Dialog
      title={t('composer.later.title')}
      description={t('composer.later.text')}
      open={open}
      onClose={onClose}
    >
      <LaterForm onChoose={onChoose} />
    </Dialog>
  )
}

function LaterForm({ onChoose }: { onChoose: (sendAt: string) => void }) {
  const [choices] = useState(() => laterChoices(new Date()))
  const [error, setError] = useState<string>()
  const set = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    event.stopPropagation()
    const sendAt = instantOf(String(new FormData(event.currentTarget).get('at')), new Date())
    if (sendAt === undefined) return setError(t('composer.later.past'))
    onChoose(sendAt)
  }
  return (
    <form onSubmit={set} noValidate className="flex flex-col gap-4 p-5">
      <div className="flex flex-col gap-2">
        {choices.map(({ id, at }) => (
          <Button key={id} onClick={() => onChoose(at.toISOString())}>
            <span className="flex-1 text-start">{t(`composer.later.${id}`)}</span>
            <span className="text-text-3">{exactTime(at.toISOString())}</span>
          </Button>
        ))}
      </div>
      <TextField
        label={t('composer.later.at')}
        name="at"
        type="datetime-local"
        defaultValue={fieldOf(choices[1]?.at ?? new Date())}
        error={error}
      />
      <Button type="submit" kind="primary" className="self-end">
        {t('composer.later.set')}
      </Button>
    </form>
  )
}
