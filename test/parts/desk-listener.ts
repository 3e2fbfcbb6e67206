import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { freePorts } from './free-port.ts'

/** Takes the raw bytes of a mail for one recipient; a rejection makes the mail server try again later. */
export type TakeMail = (raw: Buffer, recipient: string) => Promise<void>

/** The end of a mail server's way to a desk: what a pipe of a real mail server would hand in by HTTP. */
export type DeskListener = { readonly port: number; stop(): Promise<void> }

/** Starts one. Each recipient gets a copy of its own, with the lines that a final delivery adds (RFC 5321, 4.4). */
export async function startDeskListener(takeMail: TakeMail): Promise<DeskListener> {
  const [port = 0] = await freePorts(1)
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData(stream, { envelope }, callback) {
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
      buffer(stream)
        .then(async (mail) => {
          for (const { address } of envelope.rcptTo) {
            const added = `Return-Path: <${from}>\r\nDelivered-To: ${address}\r\n`
            await takeMail(Buffer.concat([Buffer.from(added), mail]), address)
          }
        })
        .then(
          () => callback(),
          (error) => callback(Object.assign(new Error(`not taken: ${error}`), { responseCode: 451 })),
        )
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { port, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}
