import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Storage } from './storage.ts'
import { checkedKey } from './storage-key.ts'

/**
 * Files below a folder, which is made at the first use. Written under a temporary name, synced, renamed, and the
 * folder's entry synced too: a crash leaves the old file, the new one or none, never half of one.
 */
export function createDiskStorage(folder: string): Storage {
  return {
    async put(key, bytes) {
      const path = join(folder, checkedKey(key))
      const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const temporary = `${path}.${randomBytes(6).toString('hex')}.part`
      try {
        await writeSynced(temporary, bytes)
        await rename(temporary, path)
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
      await syncFolders(dirname(path), made === undefined ? dirname(path) : dirname(made))
      return { sha256: createHash('sha256').update(bytes).digest(), size: bytes.length }
    },
    async get(key) {
      return readFile(join(folder, checkedKey(key))).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null
        throw error
      })
    },
    async delete(key) {
      await rm(join(folder, checkedKey(key)), { force: true })
    },
  }
}

async function writeSynced(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** From a folder up to the one that held the first new folder: a new name is durable once its folder is. */
async function syncFolders(path: string, upTo: string): Promise<void> {
  await syncFolder(path)
  if (path !== upTo) await syncFolders(dirname(path), upTo)
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
