import { withoutTimersFrom } from '../harness/short-timers.ts'

// Loaded before a desk: what it does, a stop for example, it does without any timer of 10 s or more.
withoutTimersFrom(10_000)
