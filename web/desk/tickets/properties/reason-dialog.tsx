import { type FormEvent, useState } from 'react'
import type { CloseReason } from '../../../../contracts/status-graph.ts'
import type { Status } from '../../../../contracts/tickets.ts'
import { t } from '../../../locales/t.ts'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { statusName } from '../marks/index.ts'

type Props = {
  status: Status
  /** One of these, or own words about whom one waits for. */
  wanted: 'vendor' | readonly CloseReason[]
  onGive: (reason: string) => void
  onClose: () => void
}

/** Asks for the reason that a status needs. */
export function ReasonDialog({ status, wanted, onGive, onClose }: Props) {
  const [chosen, setChosen] = useState<string>(wanted === 'vendor' ? '' : (wanted[0] ?? ''))
  const [error, setError] = useState<string | undefined>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const reason = chosen.trim()
    if (reason === '') return setError(t('ui.missing'))
    onGive(reason)
  }
  return (
    <Dialog
      title={wanted === 'vendor' ? t('properties.why.vendor') : t('properties.why.close')}
      open
      onClose={onClose}
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4 p-5">
        {wanted === 'vendor' ? (
          <TextField
            label={t('properties.why.vendor.label')}
            hint={t('properties.why.vendor.hint')}
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
            maxLength={500}
            autoComplete="off"
            error={error}
          />
        ) : (
          <Choice
            label={t('properties.why.close.label')}
            options={wanted.map((value) => ({ value, name: t(`properties.reason.${value}`) }))}
            value={chosen as CloseReason}
            onChoose={setChosen}
          />
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" kind="primary">
            {t('properties.why.submit', { status: statusName(status) })}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
