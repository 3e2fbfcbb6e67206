/** What passes between the processes of a desk and may be lost: a channel each for hints and for signals. */
export { type Bus, type BusOptions, openBus, PAYLOAD_BYTES_MAX } from './bus.ts'
export { type Signal, type Signals, startSignals } from './signals.ts'
