import { parseAddressHeader } from 'mailparser'
import type { Address } from './mail-types.ts'
import { displayName } from './plain-line.ts'

/** RFC 5321 sec. 4.5.3.1: 64 + 1 + 255. */
const maxAddressChars = 320
const maxAddresses = 500

/** What one From field holds: its addresses and whether group syntax was used. */
export type FromField = { addresses: Address[]; group: boolean }

/** The addresses of the given field values, groups flattened, those without a domain left out. */
export function readAddresses(values: readonly string[]): Address[] {
  const found = parseAddressHeader([...values], { flatten: true, decodePunycode: false }).value
  return found.slice(0, maxAddresses).flatMap((entry) => toAddress(entry) ?? [])
}

/** Reads a From value without flattening: group syntax there is a way around DMARC. */
export function readFrom(value: string): FromField {
  const found = parseAddressHeader(value, { decodePunycode: false }).value
  return {
    addresses: found.slice(0, maxAddresses).flatMap((entry) => toAddress(entry) ?? []),
    group: found.some((entry) => entry.group !== undefined),
  }
}

function toAddress(entry: { name: string; address?: string | undefined }): Address | undefined {
  const address = (entry.address ?? '').trim().toLowerCase()
  if (address.length > maxAddressChars || !/^[^\s\p{Cc}@<>,;]+@[^\s\p{Cc}@<>,;]+$/u.test(address))
    return undefined
  return { name: displayName(entry.name), address: address.toWellFormed() }
}
