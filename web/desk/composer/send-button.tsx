import { ChevronDown, Clock } from 'lucide-react'
import { useRef } from 'react'
import type { Status } from '../../../contracts/tickets.ts'
import { useAction, useKeysOf } from '../../app/keys/keyboard.ts'
import { t } from '../../locales/t.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { isReachable, SEND_ACTIONS, type SendAction } from './send-action.ts'

/** Sends with the action that it names; its other half offers the others. */
export function SendButton({
  action,
  status,
  busy,
  disabledBecause,
  onSend,
  onLater,
}: {
  action: SendAction
  status: Status
  busy: boolean
  disabledBecause: string | undefined
  onSend: (action: SendAction) => void
  onLater: () => void
}) {
  const group = useRef<HTMLFieldSetElement>(null)
  const sendKeys = useKeysOf('composer.send')
  const chooseKeys = useKeysOf('composer.chooseAction')
  useAction('composer.chooseAction', () =>
    group.current?.querySelector<HTMLElement>('[aria-haspopup="menu"]')?.click(),
  )
  const may = (one: SendAction) => disabledBecause === undefined && isReachable(one, status)
  useAction('composer.send.wait', () => onSend('wait'), may('wait'))
  useAction('composer.send.resolve', () => onSend('resolve'), may('resolve'))
  useAction('composer.send.keep', () => onSend('keep'), may('keep'))
  useAction('composer.send.later', onLater, disabledBecause === undefined)
  const entries: MenuEntry[] = [
    ...SEND_ACTIONS.map((one) => ({
      id: one,
      text: t(one === 'keep' ? 'composer.send.keep.menu' : `composer.send.${one}`),
      chosen: one === action,
      disabledBecause: isReachable(one, status) ? disabledBecause : t('composer.send.unreachable'),
      onSelect: () => onSend(one),
    })),
    { kind: 'separator' },
    {
      id: 'later',
      text: t('composer.send.later'),
      icon: <Clock size={14} aria-hidden="true" />,
      disabledBecause,
      onSelect: onLater,
    },
  ]
  return (
    <fieldset
      ref={group}
      aria-label={t('composer.sendGroup')}
      className="ms-auto inline-flex min-w-54 max-tablet:w-full"
    >
      <Button
        kind="primary"
        className="flex-1 rounded-e-[0]"
        busy={busy}
        disabledBecause={disabledBecause}
        onClick={() => onSend(action)}
        {...(sendKeys === undefined ? {} : { keys: sendKeys })}
      >
        {/* Others change the status and with it what is said here: the button keeps its width, and a new text its place. */}
        <span key={action}>{t(`composer.send.${action}`)}</span>
      </Button>
      <Menu
        label={t('composer.send.choose')}
        side="top"
        entries={entries}
        trigger={
          <IconButton
            kind="primary"
            className="rounded-s-[0] border-s border-on-accent"
            label={t('composer.send.choose')}
            icon={<ChevronDown size={16} aria-hidden="true" />}
            {...(chooseKeys === undefined ? {} : { keys: chooseKeys })}
          />
        }
      />
    </fieldset>
  )
}
