import type { Mutation } from './mutation.ts'

/** Faults of deadlines: the reader that schedules them, the jobs, and the sweep that finds what was lost. */
export const TIMERS: readonly Mutation[] = [
  {
    name: 'a closing that comes early is put off',
    file: 'server/delivery/timers/close-resolved-job.ts',
    find: "outcome === 'early'",
    replace: "outcome !== 'early'",
    tests: ['server/delivery/timers/timers.test.ts'],
  },
  {
    name: 'a reopened ticket loses its closing',
    file: 'server/delivery/timers/timers-reader.ts',
    find: 'left.map(([ticketId]) => closeKey(ticketId))',
    replace: 'left.map(([ticketId]) => ticketId)',
    tests: ['server/delivery/timers/timers.test.ts'],
  },
  {
    name: 'a closing comes after elapsed hours',
    file: 'server/delivery/timers/timers-reader.ts',
    find: 'hours * 3600_000',
    replace: 'hours * 3599_000',
    tests: ['server/delivery/timers/timers.test.ts'],
  },
  {
    name: 'a batch leads to the last of its statuses',
    file: 'server/delivery/timers/timers-reader.ts',
    find: '      at: event.at,',
    replace: '      at: before?.at ?? event.at,',
    tests: ['server/delivery/timers/timers.test.ts'],
  },
  {
    name: 'the closings of a sample are not hurried',
    file: 'server/delivery/timers/timers-reader.ts',
    find: 'isSample && (job',
    replace: '!isSample && (job',
    tests: ['server/delivery/timers/timers.test.ts'],
  },
  {
    name: 'the closings of a sample go with it',
    file: 'server/delivery/timers/timers-reader.ts',
    find: '    removeJobs(tx, events.flatMap(keysOfRemoved))\n',
    replace: '',
    tests: ['server/delivery/timers/timers.test.ts'],
  },
  {
    name: 'a reply taken back later loses its job',
    file: 'server/delivery/timers/queued-reply-jobs.ts',
    find: '      gone.add(id)\n',
    replace: '',
    tests: ['server/delivery/timers/queued-replies.test.ts'],
  },
  {
    name: 'a held reply that comes early is put off',
    file: 'server/delivery/timers/send-queued-job.ts',
    find: "done.outcome === 'early'",
    replace: "done.outcome === 'gone'",
    tests: ['server/delivery/timers/queued-replies.test.ts'],
  },
  {
    name: 'the sweep finds closings that were lost',
    file: 'server/delivery/timers/sweep.ts',
    find: '...closings, ...replies',
    replace: '...replies',
    tests: ['server/delivery/timers/timers.test.ts'],
  },
  {
    name: 'the sweep finds held replies that were lost',
    file: 'server/delivery/timers/sweep.ts',
    find: ', ...replies.map(sendQueuedJobSpec)',
    replace: '',
    tests: ['server/delivery/timers/queued-replies.test.ts'],
  },
  {
    name: 'the sweep waits a minute for the job',
    file: 'server/delivery/timers/sweep.ts',
    find: 'GRACE_SECONDS = 60',
    replace: 'GRACE_SECONDS = 0',
    tests: ['server/delivery/timers/timers.test.ts', 'server/delivery/timers/queued-replies.test.ts'],
  },
]
