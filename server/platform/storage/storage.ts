/** What is known of bytes once they are stored: their SHA-256 and their number. */
export type StoredBytes = { sha256: Buffer; size: number }

/** A place for files. Every method rejects with a RangeError for what is no key. */
export type Storage = {
  /** Keeps the bytes under the key, durably; the same key again replaces them. */
  put(key: string, bytes: Buffer): Promise<StoredBytes>
  /** The bytes, or null when there are none under this key. */
  get(key: string): Promise<Buffer | null>
  /** Forgets the bytes; none under this key is no error. */
  delete(key: string): Promise<void>
}
