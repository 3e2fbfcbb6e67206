import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

const LOG_BYTES_MAX = 10 * 1024 * 1024
const TAIL_BYTES = 64 * 1024

/** The server's own log. */
export function serverLogFile(dataDir: string): string {
  return join(dataDir, 'postgres.log')
}

/** Sets a log of more than 10 MB aside as postgres.log.1. Only while no server writes to it. */
export function rotateServerLog(file: string, bytesMax = LOG_BYTES_MAX): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > bytesMax) renameSync(file, `${file}.1`)
}

/** What was written to the log since it had `fromBytes`, at most its last 64 KB. */
export function readServerLog(file: string, fromBytes: number): string {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch {
    return ''
  }
  try {
    const { size } = fstatSync(descriptor)
    const start = Math.max(Math.min(fromBytes, size), size - TAIL_BYTES)
    const buffer = Buffer.alloc(size - start)
    return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, start)).toString('utf8')
  } finally {
    closeSync(descriptor)
  }
}
