import { type FormEvent, useState } from 'react'
import { answerLocalMail, type LocalMailRead } from '../../../contracts/local-inbox.ts'
import { useDesk } from '../../api/index.ts'
import { useCommand } from '../../app/screens/use-command.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/text-field.tsx'

/** Answers a mail as the one who got it: the answer comes in as mail. */
export function AnswerAsRequester({ mail }: { mail: LocalMailRead }) {
  const { client } = useDesk()
  const command = useCommand()
  const [text, setText] = useState('')
  const [isSent, setSent] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSent(false)
    void command.run(async (idempotencyKey) => {
      await client.call(answerLocalMail, { params: { id: mail.id }, body: { body: text }, idempotencyKey })
      setText('')
      setSent(true)
    })
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3 border-t border-border pt-4">
      <TextArea
        label={t('localInbox.reply')}
        hint={t('localInbox.reply.hint', { to: mail.to })}
        rows={5}
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={command.fieldErrors.body}
      />
      <p role="alert" className="rounded-control bg-danger-tint px-3 py-2 text-danger empty:hidden">
        {command.failure}
      </p>
      <div className="flex items-center gap-3">
        <Button type="submit" kind="primary" busy={command.isBusy}>
          {t('localInbox.send')}
        </Button>
        <span role="status">{isSent ? t('localInbox.sent') : ''}</span>
      </div>
    </form>
  )
}
