/**
 * How long anything in a test waits for what it awaits, in every place. No promise is measured by it: a busy machine may
 * stand still for long, and what never comes is a failure all the same.
 */
export const PATIENCE_MS = 5 * 60_000
