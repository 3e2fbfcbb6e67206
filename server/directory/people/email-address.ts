import { createHash } from 'node:crypto'

/** The form in which two addresses are the same: lower case, NFC. Nothing is dropped: `a+b@x` is not `a@x`. */
export function emailKey(email: string): string {
  return email.toLowerCase().normalize('NFC')
}

/** What the registry holds of a login address instead of the address: the SHA-256 of its key. */
export function emailHash(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
