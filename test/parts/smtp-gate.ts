import { connect, createServer, type Socket } from 'node:net'

/** A step of one mail's way from the desk to its mail server, in this order. */
export type SmtpStep = 'connected' | 'greeted' | 'MAIL' | 'RCPT' | 'DATA' | 'content' | 'accepted'

/** What a watcher wants done: let it pass, or end the connection here, before this step reaches the other side. */
export type Verdict = 'pass' | 'cut'

/** A wire between the desk and its mail server on which each step is seen before it passes. */
export type SmtpGate = {
  readonly port: number
  /** Asked at each step; an answer may take its time, and all waits for it. */
  onStep: (step: SmtpStep) => Verdict | Promise<Verdict>
  /** Ends every connection, so that the next mail needs a new one. */
  cutAll(): void
  stop(): Promise<void>
}

/** Starts one in front of the mail server on a port. */
export async function startSmtpGate(targetPort: number): Promise<SmtpGate> {
  const sockets = new Set<Socket>()
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1')
    for (const socket of [client, target]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        target.destroy()
      })
    }
    passOn(client, target, gate)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const gate: SmtpGate = {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    onStep: () => 'pass',
    cutAll,
    async stop() {
      cutAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return gate
}

function passOn(client: Socket, target: Socket, gate: SmtpGate): void {
  // One line of events for both directions: while one waits for its verdict, nothing passes.
  let queue = ask('connected')
  let isContent = false
  let isSent = false
  let last = ''
  function ask(step: SmtpStep): Promise<boolean> {
    return Promise.resolve(gate.onStep(step)).then((verdict) => {
      if (verdict === 'pass') return true
      client.destroy()
      target.destroy()
      return false
    })
  }
  const relay = (steps: SmtpStep[], chunk: Buffer, to: Socket) => {
    queue = queue.then(async (isOpen) => {
      for (const step of steps) if (!isOpen || !(await ask(step))) return false
      if (isOpen) to.write(chunk)
      return isOpen
    })
  }
  client.on('data', (chunk) => {
    const steps: SmtpStep[] = []
    const said = chunk.toString('latin1')
    if (isContent) {
      last = `${last}${said}`.slice(-5)
      if (last === '\r\n.\r\n') {
        steps.push('content')
        isContent = false
        isSent = true
      }
    } else {
      for (const verb of ['MAIL', 'RCPT', 'DATA'] as const) {
        if (new RegExp(`^${verb}\\b`, 'im').test(said)) steps.push(verb)
      }
      if (steps.includes('DATA')) isContent = true
    }
    relay(steps, chunk, target)
  })
  target.on('data', (chunk) => {
    const said = chunk.toString('latin1')
    const steps: SmtpStep[] = said.startsWith('220') ? ['greeted'] : isSent ? ['accepted'] : []
    if (isSent) isSent = false
    relay(steps, chunk, client)
  })
}
