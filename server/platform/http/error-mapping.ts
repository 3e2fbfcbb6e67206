import { isDatabaseUnavailable, sqlState, UnstorableText } from '../db/index.ts'
import { Problem } from './problem.ts'

/**
 * The one place where a failure becomes a public problem. What the server of the database said (its DETAIL may hold
 * other rows' values) stays in `cause`, for the log.
 */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof UnstorableText) {
    return new Problem('contract-violation', 'The text contains NUL or half a character.', { cause: error })
  }
  if (isDatabaseUnavailable(error)) {
    return new Problem('unavailable', 'The database does not answer right now; try again in a moment.', {
      cause: error,
      headers: { 'retry-after': '1' },
    })
  }
  const state = sqlState(error)
  if (state === '40001' || state === '40P01') {
    return new Problem('unavailable', 'Too many changes at once; try again in a moment.', {
      cause: error,
      headers: { 'retry-after': '1' },
    })
  }
  // A reference that the query before did not see: foreign or gone meanwhile.
  if (state === '23503')
    return new Problem('not-found', 'Something that the request names is not there.', { cause: error })
  if (state === '23505')
    return new Problem('already-exists', 'There is already one like it.', { cause: error })
  return fromFastify(error) ?? new Problem('internal', 'Something failed inside Docket.', { cause: error })
}

function fromFastify(error: unknown): Problem | undefined {
  const { code, statusCode } = error as { code?: string; statusCode?: number }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Problem('too-large', 'The body is larger than this route takes.')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Problem('unsupported-media-type', 'This route does not take this media type.')
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return new Problem('malformed-json', 'The body is empty.')
  if (error instanceof SyntaxError && statusCode === 400)
    return new Problem('malformed-json', 'The body is not valid JSON.')
  if (code === 'FST_ERR_BAD_URL' || code === 'FST_ERR_MAX_PARAM_LENGTH')
    return new Problem('not-found', 'There is nothing at this address.')
  if (statusCode === 503)
    return new Problem('unavailable', 'Docket is stopping; try again in a moment.', {
      headers: { 'retry-after': '1' },
    })
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new Problem('malformed-request', 'The request is malformed.')
  return undefined
}
