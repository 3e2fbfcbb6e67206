import type { ErrorCode } from '../../../contracts/errors.ts'

/** What a code means and what the caller does about it. */
export type ErrorAdvice = { means: string; remedy: string }

/** The text of each error's page. A new code does not compile without one. */
export const ERROR_GUIDE: Record<ErrorCode, ErrorAdvice> = {
  'malformed-json': {
    means: 'The body is empty or cannot be read as JSON.',
    remedy: 'Send one JSON value in UTF-8, with Content-Type: application/json.',
  },
  'malformed-header': {
    means: 'A header that this route reads is not in its form: If-Match, or Idempotency-Key.',
    remedy:
      'If-Match takes an ETag as it was answered, "v3". Idempotency-Key takes 1 to 255 printable ASCII characters, in double quotes if there are blanks, and is sent once.',
  },
  'malformed-request': {
    means: 'The request could not be read before anything in it was looked at.',
    remedy: 'Check Content-Length, the encoding of the address and what a proxy in between may have changed.',
  },
  unauthenticated: {
    means:
      'The request has no credentials, or they are not valid: mistyped, expired, revoked, or of somebody who was deactivated.',
    remedy: 'Send Authorization: Bearer with a valid API key, or sign in again.',
  },
  'wrong-credentials': {
    means: 'Nobody with this address and this password may sign in. Which of the two is wrong is not told.',
    remedy: 'Check both. An owner can set a new password.',
  },
  forbidden: {
    means:
      'You are known, but your role, your part in this ticket or team, or your session does not allow this.',
    remedy:
      'Ask a person with the role that the route names. From a browser, check that X-CSRF-Token is the csrfToken of the session.',
  },
  'missing-scope': {
    means: 'The API key was made without the scope that this route needs; "scope" names it.',
    remedy: 'Make a key with that scope. Scopes of a key cannot be changed.',
  },
  'foreign-origin': {
    means: 'A browser sent this from a page of another site.',
    remedy:
      'Send it from the desk itself. Programs use an API key and no cookie. Behind a proxy, set PUBLIC_URL to the address that people use.',
  },
  'wrong-setup-token': {
    means: 'The token is not the one that the last start of Docket printed. Each start makes a new one.',
    remedy: 'Take the address from the last line that the start printed.',
  },
  'not-found': {
    means:
      'There is nothing here, or nothing that you may see. The two are one answer, so that nobody learns what exists.',
    remedy: 'Check the id and the address. If it should be there, ask somebody of its team.',
  },
  'method-not-allowed': {
    means: 'The path exists, but not with this method.',
    remedy: 'Look the route up in the reference.',
  },
  conflict: {
    means: 'The thing is in a state in which this cannot be done.',
    remedy: 'Read it again; the detail says which state it is in.',
  },
  'invalid-transition': {
    means:
      'A ticket cannot go from the status it is in to the one asked for; "from", "to" and "allowed" tell which it can.',
    remedy: 'Choose one of "allowed".',
  },
  'precondition-failed': {
    means:
      'Something has to be done first, such as reopening a closed ticket or naming an agent of the team.',
    remedy: 'Do what the detail says, then send the request again.',
  },
  'newer-messages': {
    means:
      'Messages came after the one given as lastSeenSeq, so the reply might answer a question that has changed.',
    remedy: 'Read them. Then send the reply with the new lastSeenSeq, or as it is with force.',
  },
  'request-in-flight': {
    means: 'The first request with this Idempotency-Key is still being worked on.',
    remedy: 'Wait for the seconds in Retry-After and send the same request with the same key.',
  },
  'already-created': {
    means: 'This request was done before. Its answer held a secret, which is shown once and not kept.',
    remedy:
      'If the secret is lost, revoke what was made ("resource") and make another, with a new Idempotency-Key.',
  },
  'choose-tenant': {
    means: 'Address and password are right in several organisations of this desk.',
    remedy: 'Send the short name of one as "tenant".',
  },
  'already-exists': {
    means: 'What must be unique is taken: the address of a person, the prefix of a team.',
    remedy: 'Use the one that is there, or choose another name.',
  },
  'already-decided': {
    means: 'Somebody decided this before; a decision is not changed.',
    remedy: 'Read it again to see what was decided.',
  },
  'already-sent': {
    means: 'The reply has left: its undo window or its hour is over, or somebody sent it now.',
    remedy: 'Read the ticket; the reply is one of its messages and cannot be taken back any more.',
  },
  gone: {
    means: 'This could be done once and was: the desk is set up.',
    remedy: 'Sign in, or use an API key.',
  },
  'version-mismatch': {
    means: 'Somebody changed the thing after you read it, so nothing was overwritten.',
    remedy: 'Read it again, look whether your change still fits, and send it with the new ETag.',
  },
  'too-large': {
    means: 'The body is larger than this route takes: 2 MiB, for raw mail 41 MiB.',
    remedy: 'Send less.',
  },
  'unsupported-media-type': {
    means: 'The route does not read this Content-Type.',
    remedy: 'Send application/json; raw mail is message/rfc822.',
  },
  'contract-violation': {
    means:
      'Something is missing, of the wrong type, out of its limits or not known; "errors" tells where and why.',
    remedy: 'Mend each entry of "errors". Its path is a JSON pointer into the body, or starts with /query.',
  },
  'idempotency-key-reused': {
    means:
      'This Idempotency-Key stands for another request of the last 24 hours: another address, body or If-Match.',
    remedy: 'Take a new key for a new request. To repeat a request, repeat it unchanged.',
  },
  'if-match-required': {
    means: 'This route changes what others may be changing, so it must know which version you read.',
    remedy: 'Send the ETag of the last answer as If-Match.',
  },
  'too-many-requests': {
    means: 'There were too many tries, such as failed sign-ins.',
    remedy: 'Wait for the seconds in Retry-After.',
  },
  'too-many-streams': {
    means: 'You have five streams open on this server, which is as many as one person may have.',
    remedy: 'Close one, or share one among your tabs; try again after the seconds in Retry-After.',
  },
  internal: {
    means: 'Docket failed. Nothing of a command was kept: it is done wholly or not at all.',
    remedy:
      'Send it again with the same Idempotency-Key. If it stays, give the requestId to whoever runs the desk: it finds the cause in the log.',
  },
  unavailable: {
    means: 'Docket is starting or stopping, has too much to do, or its database does not answer.',
    remedy:
      'Wait for the seconds in Retry-After and send it again, with the same Idempotency-Key if it changes something.',
  },
}
