import { t } from '../../locales/t.ts'

/** What is wrong with a field, as people say it; `message` is what the contract's check says for programs. */
export function fieldProblem(message: string): string {
  const atLeast = /fewer than (\d+) characters/.exec(message)?.[1]
  if (atLeast === '1') return t('ui.missing')
  if (atLeast !== undefined) return t('ui.tooShort', { count: Number(atLeast) })
  const atMost = /more than (\d+) characters/.exec(message)?.[1]
  if (atMost !== undefined) return t('ui.tooLong', { count: Number(atMost) })
  if (/required/.test(message)) return t('ui.missing')
  return /must (match|be)/.test(message) ? t('ui.notValid') : message
}
