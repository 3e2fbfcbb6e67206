import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startDaemon } from './daemon.ts'
import { freePorts } from './free-port.ts'
import { programPath } from './part.ts'

/** Debian's dovecot: it takes mails by LMTP and shows them by IMAP. Mail to others than its people it refuses with 5.1.1. */
export type Dovecot = {
  readonly lmtpPort: number
  readonly imapPort: number
  log(): string
  stop(): Promise<void>
}

/** Starts one of its own in a folder, on free ports, for people by address. Every password is `secret`. */
export async function startDovecot(folder: string, addresses: readonly string[]): Promise<Dovecot> {
  const [lmtpPort = 0, imapPort = 0] = await freePorts(2)
  mkdirSync(join(folder, 'mail'), { recursive: true })
  chmodSync(join(folder, 'mail'), 0o777)
  const people = join(folder, 'people')
  const logFile = join(folder, 'dovecot.log')
  const conf = join(folder, 'dovecot.conf')
  writeFileSync(people, addresses.map((address) => `${address}:{PLAIN}secret:::::\n`).join(''))
  writeFileSync(logFile, '')
  writeFileSync(conf, configuration(folder, { lmtpPort, imapPort, people, logFile }))
  const daemon = await startDaemon(
    programPath('dovecot') ?? 'dovecot',
    ['-F', '-c', conf],
    [lmtpPort, imapPort],
  )
  return {
    lmtpPort,
    imapPort,
    log: () => readFileSync(logFile, 'utf8') + daemon.output(),
    stop: daemon.kill,
  }
}

type Places = { lmtpPort: number; imapPort: number; people: string; logFile: string }

/** No chroot anywhere, since all of it lies in one folder, and nothing but loopback. */
function configuration(folder: string, { lmtpPort, imapPort, people, logFile }: Places): string {
  const mail = join(folder, 'mail', '%u')
  return `
base_dir = ${join(folder, 'run')}
state_dir = ${join(folder, 'state')}
log_path = ${logFile}
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${mail}
auth_mechanisms = plain login
recipient_delimiter = +
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${people}
}
userdb {
  driver = passwd-file
  args = username_format=%u ${people}
  default_fields = uid=nobody gid=nogroup home=${mail}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
service lmtp {
  inet_listener lmtp {
    port = ${lmtpPort}
  }
}
`
}
