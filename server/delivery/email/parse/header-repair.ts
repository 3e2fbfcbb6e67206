import { isUtf8 } from 'node:buffer'
import { decodeRawText } from './header-fields.ts'
import type { HeaderBlock } from './limit-scan.ts'

/**
 * The mail with raw 8-bit header lines that are not UTF-8 rewritten from windows-1252 to UTF-8, which
 * is all the parser reads. Returns `raw` itself when there is nothing to do; the stored bytes are never
 * these.
 */
export function repairHeaders(raw: Buffer, blocks: readonly HeaderBlock[]): Buffer {
  const broken = blocks.filter(({ start, end }) => !isUtf8(raw.subarray(start, end)))
  if (broken.length === 0) return raw
  const pieces: Buffer[] = []
  let done = 0
  for (const { start, end } of broken) {
    pieces.push(raw.subarray(done, start), repairBlock(raw.subarray(start, end)))
    done = end
  }
  return Buffer.concat([...pieces, raw.subarray(done)])
}

function repairBlock(block: Buffer): Buffer {
  const lines: Buffer[] = []
  for (let at = 0; at < block.length; ) {
    const newline = block.indexOf(0x0a, at)
    const end = newline === -1 ? block.length : newline + 1
    const line = block.subarray(at, end)
    lines.push(isUtf8(line) ? line : Buffer.from(decodeRawText(line)))
    at = end
  }
  return Buffer.concat(lines)
}
