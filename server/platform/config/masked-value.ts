import type { SettingRow } from './settings-table.ts'

/** A setting's value as it may be shown: control characters escaped, at most 200 characters, secrets hidden. */
export function maskedValue(secrecy: SettingRow['secrecy'], value: string): string {
  if (secrecy === 'secret') return `(hidden, ${value.length} characters)`
  const shown = secrecy === 'password-in-url' ? withoutPassword(value) : value
  const printable = JSON.stringify(shown).slice(1, -1)
  return printable.length > 200 ? `${printable.slice(0, 200)}...` : printable
}

// Passwords hide in two places of a database URL: before the @ and in the query. What has neither shape is hidden
// whole, because a mistyped URL may carry its password anywhere.
function withoutPassword(value: string): string {
  const parts = /^([a-z]+:\/\/)(?:([^:@/?#]*)(:[^@/?#]*)?@)?([^@?#]*)(\?[^@#]*)?$/i.exec(value)
  if (!parts) return `(hidden, ${value.length} characters)`
  const [, scheme = '', user, password, rest = '', query] = parts
  const login = user === undefined ? '' : `${user}${password ? ':***' : ''}@`
  return `${scheme}${login}${rest}${query ? '?***' : ''}`
}
