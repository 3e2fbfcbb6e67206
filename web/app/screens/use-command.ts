import { useState } from 'react'
import { ApiError } from '../../../contracts/client.ts'
import { t } from '../../locales/t.ts'
import { createCommandKey } from './command-key.ts'
import { fieldProblem } from './field-problem.ts'

/** A form's one command: whether it is under way, and what the desk said against it, by field where it named one. */
export type FormCommand = {
  isBusy: boolean
  failure: string | undefined
  fieldErrors: Readonly<Record<string, string>>
  /** Runs it once; a press while it runs does nothing. Each run has its own idempotency key, kept while it is retried. */
  run: (command: (idempotencyKey: string) => Promise<void>) => Promise<void>
  clear: () => void
}

/** See FormCommand. */
export function useCommand(): FormCommand {
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | undefined>()
  const [fieldErrors, setFieldErrors] = useState<Record<string, string>>({})
  const [key] = useState(createCommandKey)
  const clear = () => {
    setFailure(undefined)
    setFieldErrors({})
  }
  return {
    isBusy,
    failure,
    fieldErrors,
    clear,
    async run(command) {
      if (isBusy) return
      clear()
      setBusy(true)
      try {
        await key.use(command)
      } catch (error) {
        setFieldErrors(errorsByField(error))
        setFailure(failureText(error))
      } finally {
        setBusy(false)
      }
    },
  }
}

function errorsByField(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {}
  return Object.fromEntries(
    error.errors.map(({ path, message }) => [path.replace(/^\/body\/|^\//, ''), fieldProblem(message)]),
  )
}

function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('signIn.noAnswer')
  return error.code === 'contract-violation' && error.errors.length > 0 ? t('ui.seeFields') : error.detail
}
