import { useDesk } from '../api/index.ts'
import { t } from '../locales/t.ts'
import { showToast } from '../ui/toast.tsx'
import { saveAll } from './boot/leaving.ts'
import { paths } from './paths.ts'

/** Signs out: what is not saved is, then the desk is told, and the page starts over with nothing of the person in it. */
export function useSignOut(): () => void {
  const desk = useDesk()
  return () => {
    desk.signOut(saveAll).then(
      () => location.assign(paths.signIn()),
      () => showToast({ text: t('frame.signOutFailed'), kind: 'alert' }),
    )
  }
}
