import { execFileSync } from 'node:child_process'
import { chownSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Daemon, startDaemon } from './daemon.ts'
import { freePorts } from './free-port.ts'

/** Debian's postfix: a real mail server between the desk and its customers, in both directions. */
export type Postfix = {
  readonly port: number
  log(): string
  /** Whether it holds no mail: all are delivered, or were given back. */
  isEmpty(): boolean
  /** Stands still and answers nothing, its connections open, until `goOn`. */
  pause(): void
  goOn(): void
  /** As if the power went. Its queue stays for the next `start`. */
  kill(): Promise<void>
  /** Starts again after a kill, on the same port and queue. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** Where mails go: a domain to a transport of postfix, such as `lmtp:inet:127.0.0.1:24` or `smtp:[127.0.0.1]:25`. */
export type MailRoutes = Readonly<Record<string, string>>

const QUEUES = ['incoming', 'active', 'deferred', 'maildrop']
const OTHER_FOLDERS = ['bounce', 'corrupt', 'defer', 'flush', 'hold', 'saved', 'trace', 'private', 'public']
const LONG_AGO = new Date(0)
const PROGRAMS = '/usr/lib/postfix/sbin'

/** What is said to `RCPT TO` of an address: an answer of SMTP, such as `550 5.1.1 no such person`. */
export type Refusals = Readonly<Record<string, string>>

/** Starts one of its own in a folder, on a free port. It tries again after 1 to 4 s what could not be delivered. */
export async function startPostfix(folder: string, routes: MailRoutes, refusals: Refusals): Promise<Postfix> {
  const [port = 0] = await freePorts(1)
  const conf = join(folder, 'conf')
  const logFile = join(folder, 'mail.log')
  mkdirSync(conf, { recursive: true })
  makeFolders(folder)
  writeFileSync(logFile, '')
  writeFileSync(join(conf, 'main.cf'), mainCf(folder, logFile, routes, refusals))
  writeFileSync(join(conf, 'master.cf'), masterCf(port))
  // A configuration that was just written it reads again and again for two seconds, lest it changes.
  utimesSync(join(conf, 'main.cf'), LONG_AGO, LONG_AGO)
  const launch = () => startDaemon(join(PROGRAMS, 'master'), ['-c', conf, '-d'], [port])
  let daemon: Daemon = await launch()
  return {
    port,
    log: () => readFileSync(logFile, 'utf8') + daemon.output(),
    isEmpty: () => QUEUES.every((queue) => isFolderEmpty(join(folder, 'queue', queue))),
    pause: () => daemon.signal('SIGSTOP'),
    goOn: () => daemon.signal('SIGCONT'),
    kill: () => daemon.kill(),
    async start() {
      daemon = await launch()
    },
    stop: () => daemon.kill(),
  }
}

/** Whether no mail is in it. A file that nobody may execute is not one yet, or never will be after a kill. */
function isFolderEmpty(folder: string): boolean {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return !entries.some((entry) => {
    const mode = statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.mode ?? 0
    return entry.isFile() && (mode & 0o100) !== 0
  })
}

/** The folders that "postfix check" would make, which takes it two seconds. */
function makeFolders(folder: string): void {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postfix'], { encoding: 'utf8' }))
  const [uid, gid] = [id('-u'), id('-g')]
  const queue = join(folder, 'queue')
  mkdirSync(join(queue, 'pid'), { recursive: true })
  for (const name of ['../data', ...QUEUES, ...OTHER_FOLDERS]) {
    mkdirSync(join(queue, name))
    chownSync(join(queue, name), uid, gid)
  }
}

function mainCf(folder: string, logFile: string, routes: MailRoutes, refusals: Refusals): string {
  const domains = Object.keys(routes)
  const table = (entries: object) =>
    Object.entries(entries)
      .map(([key, value]) => `{ ${key} = ${value} }`)
      .join(', ')
  // Of 1 s the next try may begin in the same second: then the first one still has the mail, and the queue passes it over
  // for minutes ("skipped, still being delivered"; 1 of 36 runs).
  return `
compatibility_level = 3.6
queue_directory = ${join(folder, 'queue')}
data_directory = ${join(folder, 'data')}
maillog_file = ${logFile}
maillog_file_prefixes = ${folder}
myhostname = mx.example
mydestination =
alias_maps =
local_recipient_maps =
inet_interfaces = loopback-only
inet_protocols = ipv4
smtpd_peername_lookup = no
disable_dns_lookups = yes
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
relay_domains = ${domains.join(' ')}
relay_transport = error:5.1.2 no such domain
default_transport = error:5.1.2 no such domain
transport_maps = inline:{ ${table(routes)} }
smtpd_recipient_restrictions = check_recipient_access inline:{ ${table({ 'nobody@invalid': 'OK', ...refusals })} }
recipient_delimiter = +
queue_run_delay = 1s
minimal_backoff_time = 2s
maximal_backoff_time = 4s
`
}

/** Every service without chroot ("n" in the fifth column), since queue and sockets lie in a folder of the test's. */
function masterCf(port: number): string {
  const services = [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'pickup unix n - n 60 1 pickup',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'verify unix - - n - 1 verify',
    'flush unix n - n 1000? 0 flush',
    'proxymap unix - - n - - proxymap',
    'smtp unix - - n - - smtp',
    'relay unix - - n - - smtp',
    'lmtp unix - - n - - lmtp',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'postlog unix-dgram n - n - 1 postlogd',
  ]
  return `${services.join('\n')}\n`
}
