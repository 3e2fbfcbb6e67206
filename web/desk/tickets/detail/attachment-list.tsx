import { Paperclip } from 'lucide-react'
import type { Message } from '../../../../contracts/tickets.ts'
import { t } from '../../../locales/t.ts'
import { fileSize } from './file-size.ts'

/** The files of a message; pictures that stand in its text are not named again. */
export function AttachmentList({ message }: { message: Pick<Message, 'attachments' | 'bodyHtml'> }) {
  const files = message.attachments.filter(({ inline, url }) => !(inline && message.bodyHtml.includes(url)))
  if (files.length === 0) return null
  return (
    <ul aria-label={t('detail.attachments')} className="mt-2 flex flex-wrap gap-2">
      {files.map(({ id, filename, size, url }) => (
        <li key={id} className="min-w-0">
          <a
            href={url}
            download={filename}
            aria-label={t('detail.download', { name: filename, size: fileSize(size) })}
            className="control-height flex max-w-80 items-center gap-2 rounded-control border border-border-strong bg-surface px-2 text-text hover:bg-hover hover:no-underline"
          >
            <Paperclip size={14} aria-hidden="true" className="shrink-0 text-text-3" />
            <span className="truncate">{filename}</span>
            <span className="shrink-0 text-meta text-text-3 tabular-nums">{fileSize(size)}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
