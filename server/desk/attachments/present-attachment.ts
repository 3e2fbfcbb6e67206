import type { Static } from 'typebox'
import type { Attachment } from '../../../contracts/tickets.ts'
import type { AttachmentRow } from './queries.ts'

/** An attachment as the API shows it, without its bytes. */
export function presentAttachment(row: AttachmentRow): Static<typeof Attachment> {
  const { id, filename, contentType, size, inline } = row
  return {
    id,
    filename,
    contentType,
    size,
    sha256: row.sha256.toString('hex'),
    inline,
    url: attachmentUrl(id),
  }
}

/** Where the bytes of an attachment are read. */
export function attachmentUrl(id: string): string {
  return `/api/v1/attachments/${id}`
}
