import { ApiError } from '../../../contracts/client.ts'

/** The idempotency key of a form's command. */
export type CommandKey = {
  /** Runs a command with it. Rejects as the command does. */
  use(command: (idempotencyKey: string) => Promise<void>): Promise<void>
}

/**
 * Keeps a key while it is not known whether its command was done: no answer, the page of a proxy, or a first try that is
 * still under way. What was changed meanwhile is another command. Rule: docs/behaviour/idempotency.md.
 */
export function createCommandKey(): CommandKey {
  let key: string | undefined
  const use: CommandKey['use'] = async (command) => {
    key ??= crypto.randomUUID()
    try {
      await command(key)
      key = undefined
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.code !== 'unreadable-answer' && error.code !== 'request-in-flight') key = undefined
      if (error.code !== 'idempotency-key-reused') throw error
      await use(command)
    }
  }
  return { use }
}
