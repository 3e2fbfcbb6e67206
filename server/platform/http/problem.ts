import { ERRORS, type ErrorCode } from '../../../contracts/errors.ts'

export type FieldError = { path: string; message: string }
type ProblemOptions = {
  errors?: FieldError[]
  /** Further public members of the problem, e.g. `allowed`. */
  extra?: Record<string, unknown>
  headers?: Record<string, string>
  cause?: unknown
}

/**
 * A refusal with a stable code. `detail` is public: one sentence that says what to do, never an internal cause (that
 * goes into `cause`, which only the log sees).
 */
export class Problem extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly errors: FieldError[] | undefined
  readonly extra: Record<string, unknown>
  readonly headers: Record<string, string>

  constructor(code: ErrorCode, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause })
    this.name = 'Problem'
    this.code = code
    this.status = ERRORS[code].status
    this.errors = options.errors
    this.extra = options.extra ?? {}
    this.headers = options.headers ?? {}
  }
}

/** The problem as RFC 9457 shows it. */
export function problemBody(problem: Problem, requestId: string): string {
  return JSON.stringify({
    type: `/docs/errors/${problem.code}`,
    title: ERRORS[problem.code].title,
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    requestId,
    ...(problem.errors === undefined ? {} : { errors: problem.errors }),
    ...problem.extra,
  })
}

/** The usual refusal of what is hidden, foreign or not there: the three are one answer. */
export function notFound(what: string): Problem {
  return new Problem('not-found', `There is no such ${what}.`)
}
