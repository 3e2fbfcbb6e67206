import type { ErrorCode } from './errors.ts'

/** A problem as the desk sends it (RFC 9457), with its code's further members. */
export type ProblemBody = {
  type: string
  title: string
  status: number
  code: ErrorCode
  detail: string
  requestId: string
  errors?: { path: string; message: string }[]
  [member: string]: unknown
}

type ApiErrorOptions = { problem?: ProblemBody; requestId?: string; retryAfterMs?: number; cause?: unknown }

/**
 * The desk, or something before it, refused. `code` is one of `contracts/errors.ts`, or `unreadable-answer` when the
 * answer is none of the desk's (a proxy's page, say); then `problem` is missing.
 */
export class ApiError extends Error {
  readonly status: number
  readonly code: ErrorCode | 'unreadable-answer'
  readonly detail: string
  /** What is wrong where, for `contract-violation`; else empty. */
  readonly errors: readonly { path: string; message: string }[]
  readonly requestId: string | undefined
  readonly problem: ProblemBody | undefined
  readonly retryAfterMs: number | undefined

  constructor(
    status: number,
    code: ErrorCode | 'unreadable-answer',
    detail: string,
    options: ApiErrorOptions = {},
  ) {
    super(`${status} ${code}: ${detail}`, { cause: options.cause })
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.detail = detail
    this.problem = options.problem
    this.errors = options.problem?.errors ?? []
    this.requestId = options.requestId
    this.retryAfterMs = options.retryAfterMs
  }
}

/** No answer came, or not whole: the network, a timeout, a redirect. Whether the desk did the thing is not known. */
export class NoAnswer extends Error {
  constructor(message: string, options: { cause: unknown }) {
    super(message, options)
    this.name = 'NoAnswer'
  }
}

/** Reads a refusal. Never rejects for what stands in the body. */
export async function problemError(answer: Response): Promise<ApiError> {
  const { status, headers } = answer
  const problem = problemOf(await answer.text())
  const requestId = problem?.requestId ?? headers.get('x-request-id') ?? undefined
  const retryAfterMs = readRetryAfter(headers.get('retry-after'))
  const options = {
    ...(problem === undefined ? {} : { problem }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  }
  if (problem !== undefined) return new ApiError(status, problem.code, problem.detail, options)
  return new ApiError(status, 'unreadable-answer', 'The answer is not a problem of the desk.', options)
}

function problemOf(text: string): ProblemBody | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    const { code, detail } = value as Record<string, unknown>
    return typeof code === 'string' && typeof detail === 'string' ? (value as ProblemBody) : undefined
  } catch {
    return undefined
  }
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3) as milliseconds from now; undefined when it is neither. */
function readRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now())
}
