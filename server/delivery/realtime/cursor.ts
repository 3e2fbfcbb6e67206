import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import type { TenantKey } from '../../platform/keys/index.ts'

/** A position of the log of one tenant, in one epoch of its life. */
export type Position = { epoch: number; seq: number }

/** Writes and reads positions for one kind of reader. `parse` answers undefined for what `write` did not make. */
export type CursorForm = { write(position: Position): string; parse(text: string): Position | undefined }

/** How agents see positions: `<epoch>.<seq>`. */
export const PLAIN_CURSOR: CursorForm = {
  write: ({ epoch, seq }) => `${epoch}.${seq}`,
  parse(text) {
    const [, epoch, seq] = /^([1-9]\d{0,8}|0)\.([1-9]\d{0,15}|0)$/.exec(text) ?? []
    return epoch === undefined || seq === undefined ? undefined : { epoch: Number(epoch), seq: Number(seq) }
  },
}

const PLAIN_BYTES = 12
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * How requesters see positions: sealed, because numbers would tell how much happens. AES-256-GCM; the nonce is a hash of
 * the position under another key, so that a position has one form (it is encoded once for all who get it) and no nonce
 * serves two positions. All have the same length. The first key seals, each may open.
 */
export function sealedCursor(keys: readonly TenantKey[], tenantId: string): CursorForm {
  const [newest] = keys
  if (newest === undefined) throw new Error('there is no key to seal positions with')
  const sealer = sealing(newest, tenantId)
  const openers = new Map(keys.map((key) => [key.keyId, sealing(key, tenantId)]))
  return {
    write: (position) => newest.keyId + sealer.seal(position),
    parse: (text) =>
      /^[a-z][\w-]{54}$/.test(text) ? openers.get(text.charAt(0))?.open(text.slice(1)) : undefined,
  }
}

function sealing({ secret }: TenantKey, tenantId: string) {
  const nonceKey = createHmac('sha256', secret).update(`nonce:${tenantId}`).digest()
  const key = createHmac('sha256', secret).update(`seal:${tenantId}`).digest()
  const nonceOf = (plain: Buffer) =>
    createHmac('sha256', nonceKey).update(plain).digest().subarray(0, NONCE_BYTES)
  return {
    seal(position: Position): string {
      const plain = packed(position)
      const nonce = nonceOf(plain)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url')
    },
    open(text: string): Position | undefined {
      const bytes = Buffer.from(text, 'base64url')
      if (bytes.length !== NONCE_BYTES + PLAIN_BYTES + TAG_BYTES) return undefined
      // The last character has bits to spare, which another text could differ in.
      if (bytes.toString('base64url') !== text) return undefined
      const nonce = bytes.subarray(0, NONCE_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', key, nonce)
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES + PLAIN_BYTES))
      try {
        const sealed = bytes.subarray(NONCE_BYTES, NONCE_BYTES + PLAIN_BYTES)
        const plain = Buffer.concat([decipher.update(sealed), decipher.final()])
        return timingSafeEqual(nonceOf(plain), nonce) ? unpacked(plain) : undefined
      } catch {
        return undefined
      }
    },
  }
}

function packed({ epoch, seq }: Position): Buffer {
  const bytes = Buffer.alloc(PLAIN_BYTES)
  bytes.writeUInt32BE(epoch, 0)
  bytes.writeBigUInt64BE(BigInt(seq), 4)
  return bytes
}

function unpacked(bytes: Buffer): Position {
  return { epoch: bytes.readUInt32BE(0), seq: Number(bytes.readBigUInt64BE(4)) }
}
