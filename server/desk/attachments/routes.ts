import { readAttachment } from '../../../contracts/attachments.ts'
import type { Actor } from '../../directory/people/index.ts'
import type { TenantRead } from '../../platform/db/index.ts'
import { notFound, type Route, route } from '../../platform/http/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { downloadHeaders } from './download-headers.ts'
import { attachmentById } from './queries.ts'
import { soundBytes } from './sound-bytes.ts'

/** `mayRead` says whether the actor sees this message of this ticket; tickets decide that, and the app hands it in. */
export type AttachmentRoutesDeps = {
  storage: Storage
  mayRead: (tx: TenantRead, actor: Actor, ticketId: string, messageId: string) => Promise<boolean>
}

/** The route that reads an attachment's bytes: access is asked anew every time. */
export function attachmentRoutes({ storage, mayRead }: AttachmentRoutesDeps): Route<Actor>[] {
  return [
    route(readAttachment, async (call) => {
      const row = await call.read(async (tx) => {
        const found = await attachmentById(tx, call.params.id)
        if (found === undefined) return undefined
        return (await mayRead(tx, call.actor as Actor, found.ticketId, found.messageId)) ? found : undefined
      })
      if (row === undefined) throw notFound('attachment')
      return { status: 200, raw: await soundBytes(storage, row), headers: downloadHeaders(row) }
    }),
  ]
}
