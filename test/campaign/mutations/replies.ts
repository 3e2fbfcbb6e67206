import type { Mutation } from './mutation.ts'

/** Faults of replies, their guard and their undo. */
export const REPLIES: readonly Mutation[] = [
  {
    name: 'nobody answers over an unseen message',
    file: 'server/desk/tickets/reply.ts',
    find: 'ticket.publicSeq <= afterSeq',
    replace: 'ticket.publicSeq <= afterSeq + 1',
    tests: ['server/desk/tickets/tickets.test.ts'],
  },
  {
    name: 'force alone passes the guard',
    file: 'server/desk/tickets/reply.ts',
    find: ' && input.force !== true',
    replace: '',
    tests: ['server/desk/tickets/tickets.test.ts'],
  },
  {
    name: 'a reply that was sent is not taken back',
    file: 'server/desk/tickets/take-back-reply.ts',
    find: "queued.state === 'SENT'",
    replace: "queued.state === 'BLOCKED'",
    tests: ['server/desk/tickets/queued-replies.test.ts'],
  },
  {
    name: 'a stranger takes no reply back',
    file: 'server/desk/tickets/take-back-reply.ts',
    find: '!isLeadOf(actor, queued.teamId)',
    replace: '!worksOn(actor, queued)',
    tests: ['server/desk/tickets/queued-replies.test.ts'],
  },
  {
    name: 'a held reply waits for its time',
    file: 'server/desk/tickets/send-queued-reply.ts',
    find: 'now < queued.sendAt',
    replace: 'now > queued.sendAt',
    tests: ['server/desk/tickets/queued-replies.test.ts'],
  },
  {
    name: 'a scheduled reply has the guard too',
    file: 'server/desk/tickets/send-queued-reply.ts',
    find: 'if (queued.scheduled) await',
    replace: 'if (!queued.scheduled) await',
    tests: ['server/desk/tickets/queued-replies.test.ts'],
  },
  {
    name: 'an instant of now is not the future',
    file: 'server/desk/tickets/hold-decision.ts',
    find: 'ms <= Date.parse(now)',
    replace: 'ms < Date.parse(now)',
    tests: ['server/desk/tickets/hold-decision.test.ts'],
  },
  {
    name: 'chats hold nothing back',
    file: 'server/desk/tickets/hold-decision.ts',
    find: ' || CHATS.includes(facts.channel)',
    replace: '',
    tests: ['server/desk/tickets/hold-decision.test.ts'],
  },
  {
    name: 'only a lead reopens what is closed',
    file: 'server/desk/tickets/transition-decision.ts',
    find: "from === 'CLOSED' && !facts",
    replace: "from === 'RESOLVED' && !facts",
    tests: ['server/desk/tickets/transition-decision.test.ts'],
  },
]
