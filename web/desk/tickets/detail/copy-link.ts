import type { Ticket } from '../../../../contracts/tickets.ts'
import { paths } from '../../../app/paths.ts'
import { t } from '../../../locales/t.ts'
import { showToast } from '../../../ui/toast.tsx'

/** Copies a ticket's address; a browser that refuses gets it shown. */
export async function copyLink({ key }: Pick<Ticket, 'key'>): Promise<void> {
  const link = `${location.origin}${paths.ticket(key)}`
  try {
    // Over plain http there is no clipboard beyond loopback.
    await navigator.clipboard.writeText(link)
    showToast({ text: t('detail.copied', { key }) })
  } catch {
    showToast({ text: t('detail.copyFailed', { link }) })
  }
}
