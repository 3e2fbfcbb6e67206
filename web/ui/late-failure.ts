import { t } from '../locales/t.ts'
import { showToast } from './toast.tsx'

/** Says that what somebody asked for did not load. */
export function sayMissed(label: string): void {
  showToast({ text: t('ui.notLoaded', { label }), kind: 'alert' })
}
