import { useEffect, useRef, useState } from 'react'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import type { SetUpDesk } from './use-setup.ts'

/** The first API key, once, with a call that works as it stands, and the way into the desk. */
export function SetupDone({ apiKey, href }: SetUpDesk) {
  const title = useRef<HTMLHeadingElement>(null)
  const [copied, setCopied] = useState('')
  useEffect(() => title.current?.focus(), [])
  const copy = () => {
    const done = navigator.clipboard?.writeText(apiKey) ?? Promise.reject(new Error('no clipboard'))
    done.then(
      () => setCopied(t('setup.done.copied')),
      () => setCopied(t('setup.done.notCopied')),
    )
  }
  return (
    <div className="flex flex-col items-start gap-4">
      <h1 ref={title} tabIndex={-1} data-focus="silent" className="text-page font-semibold">
        {t('setup.done')}
      </h1>
      <section aria-labelledby="key-title" className="flex w-full flex-col items-start gap-2">
        <h2 id="key-title" className="text-section font-semibold">
          {t('setup.done.key')}
        </h2>
        <p className="text-text-2">{t('setup.done.key.text')}</p>
        <Code text={apiKey} testId="api-key" />
        <div className="flex items-center gap-3">
          <Button onClick={copy}>{t('setup.done.copy')}</Button>
          <span role="status">{copied}</span>
        </div>
      </section>
      <h2 className="text-section font-semibold">{t('setup.done.try')}</h2>
      <Code text={firstTicketCall(location.origin, apiKey)} testId="first-ticket" />
      <Button kind="primary" onClick={() => location.assign(href)}>
        {t('setup.done.open')}
      </Button>
    </div>
  )
}

function Code({ text, testId }: { text: string; testId: string }) {
  return (
    <pre className="w-full overflow-auto rounded-control bg-sunken p-3 text-meta">
      <code data-testid={testId} className="font-mono select-all">
        {text}
      </code>
    </pre>
  )
}

function firstTicketCall(origin: string, apiKey: string): string {
  return [
    `curl ${origin}/api/v1/tickets \\`,
    `  -H "Authorization: Bearer ${apiKey}" \\`,
    '  -H "Content-Type: application/json" \\',
    `  -d '{"subject": "The printer hums", "body": "Since this morning."}'`,
  ].join('\n')
}
