/** Tells of an outage once, however often it is noticed. */
export type Outage = { began(error: unknown): void; ended(): void }

/** Passes on the first error since the last end. */
export function createOutage(onError: (error: unknown) => void): Outage {
  let isDown = false
  return {
    began(error) {
      if (!isDown) onError(error)
      isDown = true
    },
    ended() {
      isDown = false
    },
  }
}
