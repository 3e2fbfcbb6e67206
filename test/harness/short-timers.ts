/**
 * From now on a timer of so many ms or more never fires: what is done all the same waited for no such timer, however slow
 * the machine. Answers what puts that right again.
 */
export function withoutTimersFrom(delayMs: number): () => void {
  const real = globalThis.setTimeout
  const short = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
    ms >= delayMs ? real(() => {}, ms) : real(callback, ms, ...args)
  globalThis.setTimeout = Object.assign(short, { __promisify__: real.__promisify__ }) as typeof setTimeout
  return () => {
    globalThis.setTimeout = real
  }
}
