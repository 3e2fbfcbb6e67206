/** Writes replies and notes, sends them, and takes them back. */
export { DraftMark } from '../drafts/index.ts'
export { Composer, type WritingMode } from './composer.tsx'
export { QueuedReplies } from './queued-replies.tsx'
