import { expect, it } from 'vitest'
import { outcomeOfError } from './send-outcome.ts'

function refusal(code: string, command: string, response: string): Error {
  return Object.assign(new Error('refused'), {
    code,
    command,
    response,
    responseCode: Number(response.slice(0, 3)),
  })
}

it.each([
  ['EAUTH', 'AUTH PLAIN', '535 5.7.8 wrong password', 'access', '5.7.8'],
  ['EAUTH', 'AUTH PLAIN', '454 4.7.0 not now', 'temporary', '4.7.0'],
  ['EENVELOPE', 'MAIL FROM', '530 5.7.0 sign in first', 'access', '5.7.0'],
  ['EENVELOPE', 'MAIL FROM', '553 5.1.8 no such sender', 'sender', '5.1.8'],
  ['EENVELOPE', 'MAIL FROM', '552 5.3.4 too big', 'mail', '5.3.4'],
  ['EENVELOPE', 'MAIL FROM', '451 4.3.0 later', 'temporary', '4.3.0'],
  ['EENVELOPE', 'RCPT TO', '550 5.1.1 nobody', 'recipient', '5.1.1'],
  ['EENVELOPE', 'RCPT TO', '550 nobody', 'recipient', null],
  ['EENVELOPE', 'RCPT TO', '554 5.7.1 relay denied', 'policy', '5.7.1'],
  ['EENVELOPE', 'RCPT TO', '450 4.2.1 greylisted', 'temporary', '4.2.1'],
  ['EMESSAGE', 'DATA', '554 5.6.0 cannot read it', 'mail', '5.6.0'],
  ['EMESSAGE', 'DATA', '550 5.1.1 nobody after all', 'recipient', '5.1.1'],
  ['EMESSAGE', 'DATA', '552 5.2.2 mailbox full', 'recipient', '5.2.2'],
  ['EMESSAGE', 'DATA', '552 5.2.3 too long', 'mail', '5.2.3'],
  ['EMESSAGE', 'DATA', '451 4.3.2 full', 'temporary', '4.3.2'],
  ['EMESSAGE', 'DATA', '421 4.3.2 going down', 'temporary', '4.3.2'],
  ['EPROTOCOL', 'CONN', '554 no service here', 'temporary', null],
])('%s at %s with "%s" is %s', (code, command, response, kind, status) => {
  expect(outcomeOfError(refusal(code, command, response))).toMatchObject({ kind, status })
})

it('whoever does not answer may answer later', () => {
  for (const code of ['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ETLS', 'ABORT_ERR', ''])
    expect(outcomeOfError(Object.assign(new Error('no answer'), { code })).kind).toBe('temporary')
  for (const odd of [null, undefined, 'text', 7, {}]) expect(outcomeOfError(odd).kind).toBe('temporary')
})

it('a server’s words are one short line', () => {
  const { detail } = outcomeOfError(refusal('EMESSAGE', 'DATA', `550 5.6.0 a\r\nb\u0000${'x'.repeat(5_000)}`))
  expect(detail).toMatch(/^550 5\.6\.0 a b x+$/)
  expect(detail).toHaveLength(500)
})
