import type { StreamHub } from '../delivery/realtime/index.ts'
import type { OnDraftSaved } from '../desk/drafts/index.ts'
import type { Signal, Signals } from '../platform/signals/index.ts'

/** Tells the other devices of somebody that a draft of theirs was saved. It may be lost: they read it when they need it. */
export type DraftSignals = {
  onDraftSaved: OnDraftSaved
  /** Says it to other processes, and hears them, from now on; without that it is of this process alone. */
  spreadBy(signals: Pick<Signals, 'send' | 'onSignal'>): void
}

const EVENT = 'draft'

/** Makes the way from saved drafts to the streams of their author. Rule: docs/behaviour/drafts.md, "Other devices". */
export function createDraftSignals(whisper: StreamHub['whisper']): DraftSignals {
  const take = (signal: Signal) => {
    if (signal.event === EVENT && signal.topic.startsWith('me:')) whisper(signal)
  }
  let send = take
  return {
    onDraftSaved: (tenantId, personId, draft) =>
      send({ tenantId, topic: `me:${personId}`, event: EVENT, data: draft }),
    spreadBy(signals) {
      signals.onSignal(take)
      send = signals.send
    },
  }
}
