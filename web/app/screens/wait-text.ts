import { t } from '../../locales/t.ts'

/** How long to wait, rounded up: in seconds below two minutes, else in minutes. */
export function waitText(waitMs: number): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return seconds < 120
    ? t('signIn.seconds', { count: seconds })
    : t('signIn.minutes', { count: Math.ceil(seconds / 60) })
}
