import type { Organisation, Person } from '../journeys/organisation.ts'

/** Changes a ticket as colleagues and its requester do, one thing at a time. */
export type Colleagues = {
  /** The next of all kinds of change, in turn, once it is committed. */
  change(ticketId: string): Promise<void>
}

type Change = (desk: Organisation, ticketId: string, nth: number) => Promise<unknown>

/** Makes the colleagues of a desk, some of whom only look on. */
export async function meetColleagues(desk: Organisation): Promise<Colleagues> {
  const onlookers = await Promise.all(
    ['Cara Maria Fernandez-Oliveira', 'Dimitri Papadopoulos', 'Eun-ji Park', 'Farid Haddad'].map((name, at) =>
      desk.person(`${name.replace(' ', `${at}${Date.now()} `)}`, 'AGENT', [desk.it]),
    ),
  )
  const changes = changesOf(onlookers)
  let nth = 0
  return {
    async change(ticketId) {
      const change = changes[nth % changes.length]
      await change?.(desk, ticketId, nth)
      nth += 1
    },
  }
}

function changesOf(onlookers: readonly Person[]): readonly Change[] {
  const [cara, dimitri, eunji, farid] = onlookers
  return [
    is('VIEWING'),
    (desk, id) => ok(desk, 'POST', `/tickets/${id}/assign`, { assigneeId: desk.ben.id }),
    (desk, id, nth) => desk.note(id, `Note ${nth}: has anyone seen this before?`, desk.ben),
    is('REPLYING'),
    aNew,
    moveTo('TRIAGED'),
    set((nth) => ({ priority: nth % 2 === 0 ? 'P1' : 'P4' })),
    (desk, id, nth) => desk.reply(id, `${LONG} (${nth})`, desk.jane),
    is('VIEWING', cara),
    moveTo('WAITING_ON_VENDOR', 'The maker of it looks into it and will call back by the end of next week'),
    (desk, id) =>
      ok(desk, 'POST', `/tickets/${id}/replies`, { body: 'I will look.', delaySeconds: 3, force: true }),
    set((nth) => ({
      subject: nth % 2 === 0 ? 'Short' : `Ticket whose subject is long: ${LONG}`.slice(0, 240),
    })),
    is('NOTING', dimitri),
    aNew,
    (desk, id) =>
      ok(desk, 'POST', `/tickets/${id}/replies`, { bodyHtml: DESIGNED, delaySeconds: 0 }, desk.jane),
    moveTo('IN_PROGRESS'),
    is('VIEWING', eunji),
    (desk, id) => ok(desk, 'POST', `/tickets/${id}/assign`, { assigneeId: null }),
    (desk, id, nth) => desk.reply(id, `Done (${nth}).`, desk.ben),
    is('VIEWING', farid),
    aNew,
    moveTo('RESOLVED'),
    (desk, id) => ok(desk, 'POST', `/tickets/${id}/assign`, { assigneeId: desk.ana.id }),
    is('LEFT'),
    moveTo('REOPENED'),
    (desk, id, nth) => desk.note(id, `${LONG} (${nth})`, desk.owner),
    is('LEFT', cara),
    set((nth) => ({ priority: nth % 2 === 0 ? 'P2' : 'P3' })),
    is('NOTING'),
    aNew,
  ]
}

const LONG = 'It went away and came back, and now it does so whenever anybody opens the lid. '.repeat(4)
const DESIGNED = `<table width="600" bgcolor="#eeeeff"><tr><td><h1>Weekly report</h1>${`<p>${LONG}</p>`.repeat(3)}</td></tr></table>`

const aNew: Change = (desk, _, nth) => desk.ticket({ subject: `New one ${nth}` })

/** Somebody, by default Ben, is on the ticket in this way. */
function is(mode: string, who?: Person): Change {
  return (desk, id) => ok(desk, 'POST', `/tickets/${id}/presence`, { mode }, who ?? desk.ben)
}

function moveTo(status: string, reason?: string): Change {
  return (desk, id) =>
    ok(desk, 'POST', `/tickets/${id}/transition`, { status, ...(reason === undefined ? {} : { reason }) })
}

function set(fields: (nth: number) => Record<string, unknown>): Change {
  return async (desk, id, nth) => {
    const { version } = await desk.read(id)
    const answer = await fetch(`${desk.url}/api/v1/tickets/${id}`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${desk.ben.key}`,
        'content-type': 'application/json',
        'if-match': `"v${version}"`,
      },
      body: JSON.stringify(fields(nth)),
    })
    if (!answer.ok) throw new Error(`the change was refused: ${answer.status} ${await answer.text()}`)
  }
}

async function ok(
  desk: Organisation,
  method: string,
  path: string,
  body: unknown,
  as = desk.ben,
): Promise<void> {
  const answer = await desk.call(as, method, path, body)
  if (answer.status >= 300)
    throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
}
