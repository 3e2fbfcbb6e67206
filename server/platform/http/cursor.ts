import { Problem } from './problem.ts'

/** A keyset position as an opaque cursor. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** The values of a cursor; one that was not made here, or for another sort, is a contract violation. */
export function decodeCursor(cursor: string, kinds: readonly ('string' | 'number')[]): (string | number)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (
      Array.isArray(values) &&
      values.length === kinds.length &&
      kinds.every((kind, i) => typeof values[i] === kind)
    ) {
      return values as (string | number)[]
    }
  } catch {
    // Falls through: any damage is the same refusal.
  }
  throw new Problem('contract-violation', 'The cursor is not one that this list gave.', {
    errors: [{ path: '/cursor', message: 'not a cursor of this list' }],
  })
}
