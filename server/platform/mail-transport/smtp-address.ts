import type { SMTPPoolOptions } from 'nodemailer/lib/smtp-pool'

type SmtpAddress = Pick<
  SMTPPoolOptions,
  'host' | 'port' | 'secure' | 'auth' | 'requireTLS' | 'ignoreTLS' | 'tls'
>

/**
 * How to reach the server of an `smtp:` or `smtps:` URL. `smtps` is TLS from the start, `smtp` takes STARTTLS where it
 * is offered. With a password the certificate is checked and `smtp` insists on STARTTLS, except on this machine; without
 * one any certificate will do, since plain text would. `requireTLS`, `ignoreTLS` and `tls.rejectUnauthorized` in the
 * query say otherwise.
 */
export function smtpAddress(smtpUrl: string): SmtpAddress {
  const url = new URL(smtpUrl)
  const secure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const withPassword = url.username !== ''
  const guarded = withPassword && !isThisMachine(host)
  const flag = (name: string, otherwise: boolean) => {
    const value = url.searchParams.get(name)
    return value === null ? otherwise : value === 'true'
  }
  return {
    host,
    port: url.port === '' ? (secure ? 465 : withPassword ? 587 : 25) : Number(url.port),
    secure,
    requireTLS: flag('requireTLS', guarded && !secure),
    ignoreTLS: flag('ignoreTLS', false),
    tls: { rejectUnauthorized: flag('tls.rejectUnauthorized', secure || guarded) },
    ...(withPassword
      ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
      : {}),
  }
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}
