import { createHmac, timingSafeEqual } from 'node:crypto'
import type { TenantKey } from '../../platform/keys/index.ts'

/** What a link opens, and until when; `untilMs` is Unix time in milliseconds, of which whole seconds count. */
export type FileLink = { tenantId: string; attachmentId: string; untilMs: number }

/** A link as it was written, not proven yet. */
export type WrittenLink = FileLink & { keyId: string; mac: Buffer }

const ID_BYTES = 16
const TIME_BYTES = 5
const SAID_BYTES = 2 * ID_BYTES + TIME_BYTES
const MAC_BYTES = 16

/** The text of a link: the letter of its key, then tenant, attachment, end and proof in base64url. Rule: docs/behaviour/attachments.md. */
export function formatFileLink(key: TenantKey, link: FileLink): string {
  const said = bytesOf(link)
  return key.keyId + Buffer.concat([said, macOf(key.secret, said)]).toString('base64url')
}

/** Reads the text of a link; undefined when it is none. Says nothing of who made it. Pure and total. */
export function parseFileLink(text: string): WrittenLink | undefined {
  const [keyId, rest] = [text.charAt(0), text.slice(1)]
  const bytes = Buffer.from(rest, 'base64url')
  if (!/^[a-z]$/.test(keyId) || bytes.length !== SAID_BYTES + MAC_BYTES) return undefined
  // One text for one link: what a lenient reader would pass over is none.
  if (bytes.toString('base64url') !== rest) return undefined
  return {
    keyId,
    tenantId: idOf(bytes.subarray(0, ID_BYTES)),
    attachmentId: idOf(bytes.subarray(ID_BYTES, 2 * ID_BYTES)),
    untilMs: bytes.readUIntBE(2 * ID_BYTES, TIME_BYTES) * 1000,
    mac: bytes.subarray(SAID_BYTES),
  }
}

/** Whether one of the tenant's keys made the link; compared in constant time. */
export function isGenuineLink(link: WrittenLink, keys: readonly TenantKey[]): boolean {
  const key = keys.find((one) => one.keyId === link.keyId)
  return key !== undefined && timingSafeEqual(link.mac, macOf(key.secret, bytesOf(link)))
}

function bytesOf({ tenantId, attachmentId, untilMs }: FileLink): Buffer {
  const until = Buffer.alloc(TIME_BYTES)
  until.writeUIntBE(Math.floor(untilMs / 1000), 0, TIME_BYTES)
  return Buffer.concat([idBytes(tenantId), idBytes(attachmentId), until])
}

function macOf(secret: Buffer, said: Buffer): Buffer {
  return createHmac('sha256', secret).update('file.v1\0').update(said).digest().subarray(0, MAC_BYTES)
}

function idBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

function idOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
