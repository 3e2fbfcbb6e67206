import { TOPICS_MAX } from '../../../contracts/realtime.ts'
import { Problem } from '../../platform/http/index.ts'
import { isId } from '../../platform/ids/index.ts'

/** A topic as a client names it. `of` is a uuid in lower case, or a ticket's key in upper case. */
export type AskedTopic =
  | { kind: 'team'; of: string; name: string }
  | { kind: 'ticket'; of: string; name: string }
  | { kind: 'me'; name: string }

const TICKET_KEY = /^[A-Za-z][A-Za-z0-9]{1,9}-[1-9]\d{0,15}$/

/** Reads the list of topics; one that is none, or too many, is a contract violation. The same one twice counts once. */
export function parseTopics(text: string): AskedTopic[] {
  const names = [...new Set(text.split(',').map((name) => name.trim()))]
  if (names.length > TOPICS_MAX) throw refused(`at most ${TOPICS_MAX} topics`)
  return names.map((name) => {
    const topic = parseTopic(name)
    if (topic === undefined) throw refused('a topic is team:{id}, ticket:{id or key} or me')
    return topic
  })
}

/** The name of a team's, a ticket's or a person's topic in the index. */
export function topicKey(kind: 'team' | 'ticket' | 'me', id: string): string {
  return `${kind}:${id}`
}

function parseTopic(name: string): AskedTopic | undefined {
  if (name === 'me') return { kind: 'me', name }
  const [, kind, of = ''] = /^(team|ticket):([\w-]{3,40})$/.exec(name) ?? []
  if (kind === 'team' && isId(of)) return { kind: 'team', of: of.toLowerCase(), name }
  if (kind === 'ticket' && isId(of)) return { kind: 'ticket', of: of.toLowerCase(), name }
  if (kind === 'ticket' && TICKET_KEY.test(of)) return { kind: 'ticket', of: of.toUpperCase(), name }
  return undefined
}

function refused(message: string): Problem {
  return new Problem('contract-violation', 'The topics cannot be read.', {
    errors: [{ path: '/query/topics', message }],
  })
}
