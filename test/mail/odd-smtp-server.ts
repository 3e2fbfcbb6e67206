import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** Where a server may turn odd, and how: a reply such as `550 5.1.1 nobody`, silence, or a cut connection. */
export type Step = 'auth' | 'mail' | 'rcpt' | 'dot'
export type Oddity = `${4 | 5}${string}` | 'hang' | 'cut' | 'take-and-cut'

/** A mail that the server took. */
export type Taken = { from: string; to: string; raw: string }

/**
 * A mail server that does what a real one cannot be made to do on demand: refuse at each step with any code, say nothing,
 * cut the connection before or after it took a mail. `react` is asked at each step; undefined is the usual answer. How real
 * servers behave is for test/real-mail.
 */
export type OddSmtpServer = {
  url: string
  taken: Taken[]
  /** Mails that came as far as the step at which they are decided. */
  tries: { step: Step; to: string }[]
  react: (step: Step, to: string) => Oddity | undefined
  /** How many connections are open. */
  connections(): number
  stop(): Promise<void>
}

/** Starts one on a port of loopback. */
export async function startOddSmtpServer(): Promise<OddSmtpServer> {
  const sockets = new Set<Socket>()
  const odd: OddSmtpServer = {
    url: '',
    taken: [],
    tries: [],
    react: () => undefined,
    connections: () => sockets.size,
    stop,
  }
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const turn = (step: Step, to: string, done: (error?: Error) => void) => {
    odd.tries.push({ step, to })
    const oddity = odd.react(step, to)
    if (oddity === 'hang') return
    if (oddity === 'cut' || oddity === 'take-and-cut') cut()
    else if (oddity === undefined) done()
    else done(Object.assign(new Error(oddity.slice(4)), { responseCode: Number(oddity.slice(0, 3)) }))
  }
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    hideENHANCEDSTATUSCODES: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: ({ username }, _session, done) =>
      turn('auth', username ?? '', (error) =>
        done(error ?? null, error ? undefined : { user: username ?? '' }),
      ),
    onMailFrom: ({ address }, _session, done) => turn('mail', address, done),
    onRcptTo: ({ address }, _session, done) => turn('rcpt', address, done),
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = envelope.rcptTo[0]?.address ?? ''
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        const mail = { from, to, raw: Buffer.concat(chunks).toString() }
        const takes = odd.react('dot', to)
        if (takes === undefined || takes === 'take-and-cut') odd.taken.push(mail)
        turn('dot', to, done)
      })
    },
  })
  server.on('error', () => {})
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  odd.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  return odd

  function stop(): Promise<void> {
    cut()
    return new Promise((resolve) => server.close(() => resolve()))
  }
}
