import { hash, parseOptions, verify } from '@node-rs/argon2'
import { Problem } from '../../platform/http/index.ts'
import { passwordRefusal } from './password-rule.ts'

/** argon2id with the least that OWASP's password storage guidance allows; raise a number and sign-in rehashes. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/**
 * Hashes a new password; takes some 30 ms and 19 MiB, so it is done before a transaction begins. Refuses one that is
 * too easily guessed with `contract-violation` at `path`.
 */
export async function hashNewPassword(
  password: string,
  person: { name: string; email: string },
  path: string,
): Promise<string> {
  const refusal = passwordRefusal(password, person)
  if (refusal !== undefined) {
    throw new Problem('contract-violation', `The password ${refusal}.`, {
      errors: [{ path, message: refusal }],
    })
  }
  return hashPassword(password)
}

/** Hashes a password that was accepted before: for the rehash at sign-in. */
export async function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), PARAMETERS)
}

let nobodysHash: Promise<string> | undefined

/**
 * Whether the password fits the hash. Without a hash (no such account, or one without a password) it answers no after
 * the same work, so that time does not tell which accounts exist.
 */
export async function verifyPassword(storedHash: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword('nobody has this password')
  const against = storedHash ?? (await nobodysHash)
  const fits = await verify(against, normalised(password))
  return fits && storedHash !== null
}

/** Whether a hash was made with lesser parameters than are used now. */
export function needsRehash(storedHash: string): boolean {
  const { memoryCost, timeCost } = parseOptions(storedHash)
  return memoryCost < PARAMETERS.memoryCost || timeCost < PARAMETERS.timeCost
}

/** The same password typed on another keyboard may come composed differently. */
function normalised(password: string): string {
  return password.normalize('NFKC')
}
