import { use } from 'react'
import { useDesk } from '../api/index.ts'
import { DraftsContext } from '../desk/drafts/index.ts'
import { forgetNewTicketDraft } from '../desk/new-ticket/new-ticket-draft.ts'
import { t } from '../locales/t.ts'
import { showToast } from '../ui/toast.tsx'
import { saveAll } from './boot/leaving.ts'
import { paths } from './paths.ts'

/**
 * Signs out: what is not saved is, then the desk is told, then nothing of the person stays on the device but texts that
 * the desk did not take, and the page starts over. Rule: docs/behaviour/web-data.md, "Drafts".
 */
export function useSignOut(): () => void {
  const desk = useDesk()
  const drafts = use(DraftsContext)
  const signOut = async () => {
    const before = desk.session.current()
    await desk.signOut(saveAll)
    if (before.state !== 'signed-out') forgetNewTicketDraft(before.session)
    await drafts?.putAway()
  }
  return () => {
    signOut().then(
      () => location.assign(paths.signIn()),
      () => showToast({ text: t('frame.signOutFailed'), kind: 'alert' }),
    )
  }
}
