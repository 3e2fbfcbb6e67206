import { useState } from 'react'
import type { Message } from '../../../../contracts/tickets.ts'
import { t } from '../../../locales/t.ts'
import { Button } from '../../../ui/button.tsx'
import { hasRemoteImages } from './body-look.ts'
import { useFrameHeight } from './frame-height.ts'

/**
 * A message as its sender laid it out: in a frame in which no script runs, on white in every theme. Pictures of other
 * servers come only when somebody asks for them. Without the desk its text stands in its place.
 */
export function DesignedBody({ message }: { message: Message }) {
  const [images, setImages] = useState<'off' | 'remote'>('off')
  const { ticketId, id, author, body, bodyHtml } = message
  const { frame, heightPx, isFailed } = useFrameHeight(`${id} ${images}`, body.length)
  const address = `/api/v1/tickets/${ticketId}/messages/${id}/frame?images=${images}&theme=light`
  if (isFailed)
    return (
      <>
        <p className="text-meta text-text-3">{t('detail.frameFailed')}</p>
        <div dir="auto" className="message-text whitespace-pre-wrap">
          {body}
        </div>
      </>
    )
  return (
    <div className="flex flex-col gap-2">
      {hasRemoteImages(bodyHtml) && images === 'off' && (
        <div className="flex flex-wrap items-center gap-2 text-meta text-text-2">
          <Button onClick={() => setImages('remote')}>{t('detail.loadImages')}</Button>
          <span className="min-w-0 flex-1">{t('detail.imagesText')}</span>
        </div>
      )}
      <div className="overflow-hidden rounded-control border border-border">
        <iframe
          ref={frame}
          key={images}
          title={t('detail.frame', { name: author.name })}
          src={address}
          sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
          className="paper block w-full"
          style={{ height: heightPx }}
        />
      </div>
    </div>
  )
}
