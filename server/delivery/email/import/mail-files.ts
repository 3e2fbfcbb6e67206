import type { Dirent } from 'node:fs'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { mailsOfMbox } from './mbox.ts'

/** A mail found in files, or what could not be read, with where it was. */
export type FoundMail = { from: string; raw: Buffer } | { from: string; unreadable: string }

/** Larger than any mail that is read: such a file is named, not kept. */
export const FILE_BYTES_MAX = 64 * 1024 * 1024

/**
 * The mails below paths, one after the other, in the order of names: a file is a mail or, when it begins with a
 * `From ` line and holds several, an mbox; a folder is every regular file in it and below. Never more than one mail in
 * memory. Rejects for a path that is not there.
 */
export async function* mailsAt(paths: readonly string[]): AsyncGenerator<FoundMail> {
  for (const path of paths) {
    const facts = await stat(path)
    if (facts.isDirectory()) yield* mailsIn(path)
    else yield* mailsOfFile(path)
  }
}

async function* mailsIn(folder: string): AsyncGenerator<FoundMail> {
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.sort(byName)) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* mailsIn(path)
    else if (entry.isFile()) yield* mailsOfFile(path)
  }
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1
}

async function* mailsOfFile(path: string): AsyncGenerator<FoundMail> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => error)
  if (file instanceof Error) {
    yield { from: path, unreadable: file.code ?? file.message }
    return
  }
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(5), 0, 5, 0)
    const maybeMbox = buffer.toString('latin1', 0, bytesRead) === 'From '
    if (maybeMbox) yield* mailsOfMbox(path, file, FILE_BYTES_MAX)
    else if (size > FILE_BYTES_MAX) yield { from: path, unreadable: 'larger than 64 MiB' }
    else yield { from: path, raw: await readFile(path) }
  } finally {
    await file.close()
  }
}
