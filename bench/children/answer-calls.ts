import type { CallTypes } from './call-child.ts'

type Handlers<Calls extends CallTypes> = {
  [Name in keyof Calls]: (argument: Calls[Name][0]) => Promise<Calls[Name][1]>
}

/**
 * The child's side of `startChild`: answers the parent's calls until it lets go, then runs `onEnd` and ends. A parent
 * that was killed lets go too, so nothing is left running.
 */
export function answerCalls<Calls extends CallTypes>(
  handlers: Handlers<Calls>,
  onEnd: () => Promise<void> = async () => {},
): void {
  process.on('message', ({ id, name, argument }: { id: number; name: keyof Calls; argument: never }) => {
    handlers[name](argument).then(
      (answer) => process.send?.({ id, answer }),
      (error: unknown) =>
        process.send?.({
          id,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }),
    )
  })
  process.on('disconnect', () => {
    onEnd().then(
      () => process.exit(0),
      (error) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
  // Ctrl-C reaches the whole group; the parent says when to end.
  process.on('SIGINT', () => {})
}
