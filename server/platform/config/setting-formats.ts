import { isIP } from 'node:net'

/** A whole number from 0 to 65535 in plain digits. */
export function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) <= 65_535
}

/** An IP address or a host name of RFC 1123 (letters, digits, hyphens; at most 253 characters). */
export function isHost(value: string): boolean {
  if (isIP(value)) return true
  const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i
  if (/^[\d.]+$/.test(value)) return false
  return value.length <= 253 && value.split('.').every((part) => label.test(part))
}

/** A postgres URL with a database name; a host may be left out where `?host=` names a socket folder. */
export function isDatabaseUrl(value: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(value) || /\s/.test(value)) return false
  const url = URL.parse(value) ?? URL.parse(value.replace('@/', '@localhost/'))
  return url !== null && /^\/[^/]+$/.test(url.pathname)
}

/** An smtp or smtps URL of a host, with nothing behind it but options that the mail transport knows. */
export function isSmtpUrl(value: string): boolean {
  return isServerUrl(value, /^smtps?:\/\/[^/]/, /^\/?$/)
}

/** A redis or rediss URL, with a database number at most. */
export function isRedisUrl(value: string): boolean {
  return isServerUrl(value, /^rediss?:\/\/[^/]/, /^(\/\d{0,3})?$/)
}

function isServerUrl(value: string, start: RegExp, path: RegExp): boolean {
  if (!start.test(value) || /\s/.test(value)) return false
  const url = URL.parse(value)
  return url !== null && url.hostname !== '' && path.test(url.pathname) && url.hash === ''
}

/** An http or https URL that names a host and nothing behind it. */
export function isPublicUrl(value: string): boolean {
  const url = URL.parse(value)
  if (!url || !/^https?:$/.test(url.protocol) || !/^https?:\/\//i.test(value)) return false
  return (
    url.pathname === '/' &&
    !url.search &&
    !url.hash &&
    !url.username &&
    !url.password &&
    !/[\s?#@]/.test(value)
  )
}

/** An IP address or an address with a prefix length that fits its family. */
export function isCidr(value: string): boolean {
  const [address = '', prefix, ...more] = value.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  if (prefix === undefined) return true
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128)
}

/** 16 to 128 printable ASCII characters without spaces: it has to survive an address bar. */
export function isSetupToken(value: string): boolean {
  return /^[\x21-\x7e]{16,128}$/.test(value)
}
