import { ApiError } from '../../../contracts/client.ts'
import { t } from '../../locales/t.ts'

/** What a failed call says of itself: a cause in plain words, and the request by which the desk's log knows it. */
export function failureFacts(error: unknown): { cause: string; requestId?: string | undefined } {
  if (!(error instanceof ApiError)) return { cause: t('signIn.noAnswer') }
  return { cause: error.detail, requestId: error.requestId }
}
