import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Answer } from './call.ts'

/**
 * Sends the head of an answer without an end and hands its socket over. The body ends with the connection instead of
 * having chunks, so that what is written needs no frame of its own and proxies of HTTP/1.0 pass it on. A HEAD gets the
 * head alone.
 */
export function handOver(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
  reply.code(answer.status).headers(answer.headers ?? {})
  const { raw } = reply
  if (request.method === 'HEAD' || answer.takeOver === undefined || raw.socket === null) return reply.send('')
  const head = reply.getHeaders()
  reply.hijack()
  // Without it Node would send the body in chunks.
  raw.removeHeader('transfer-encoding')
  raw.writeHead(answer.status, { ...withoutUndefined(head), connection: 'close' })
  raw.flushHeaders()
  // The framework's listeners hold on to the request for as long as the stream lives, which is half an hour.
  raw.removeAllListeners('finish')
  raw.removeAllListeners('error')
  answer.takeOver(raw.socket)
  return reply
}

function withoutUndefined(
  headers: Record<string, number | string | string[] | undefined>,
): Record<string, number | string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
