/**
 * What can keep the embedded server from running. The code is stable; the message is a plain sentence that says what
 * to do, and never holds a password.
 */
export type EmbeddedErrorCode =
  | 'binaries-missing'
  | 'cannot-leave-root'
  | 'data-damaged'
  | 'data-not-writable'
  | 'data-other-version'
  | 'desk-running'
  | 'disk-full'
  | 'libraries-missing'
  | 'platform-unsupported'
  | 'server-elsewhere'
  | 'start-failed'

export class EmbeddedError extends Error {
  readonly code: EmbeddedErrorCode

  constructor(code: EmbeddedErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EmbeddedError'
    this.code = code
  }
}
