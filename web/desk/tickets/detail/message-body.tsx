import { Ellipsis } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import type { Message } from '../../../../contracts/tickets.ts'
import { t } from '../../../locales/t.ts'
import { IconButton } from '../../../ui/button.tsx'
import { bodyLook } from './body-look.ts'
import { DesignedBody } from './designed-body.tsx'
import './message.css'
import { preparedBody } from './prepared-body.ts'

/** What a message says: in the app's own type with its quoted history folded, or as its sender laid it out. */
export function MessageBody({ message, isUnfolded }: { message: Message; isUnfolded: boolean }) {
  return bodyLook(message.bodyHtml) === 'designed' ? (
    <DesignedBody message={message} />
  ) : (
    <SimpleBody message={message} isUnfolded={isUnfolded} />
  )
}

function SimpleBody({ message, isUnfolded }: { message: Message; isUnfolded: boolean }) {
  const { own, quoted } = preparedBody(message)
  // What somebody chose for this message counts until all are folded or unfolded.
  const [choice, setChoice] = useState({ isShown: isUnfolded, under: isUnfolded })
  const isShown = choice.under === isUnfolded ? choice.isShown : isUnfolded
  return (
    <>
      <Nodes nodes={own} />
      {quoted !== undefined && (
        <IconButton
          label={t(isShown ? 'detail.hideQuoted' : 'detail.showQuoted')}
          icon={<Ellipsis size={16} />}
          aria-expanded={isShown}
          className="mt-1 h-6 min-w-8 border border-border bg-surface pointer-coarse:h-11"
          onClick={() => setChoice({ isShown: !isShown, under: isUnfolded })}
        />
      )}
      {quoted !== undefined && isShown && <Nodes nodes={quoted} className="mt-2 text-text-2" />}
    </>
  )
}

function Nodes({ nodes, className = '' }: { nodes: DocumentFragment; className?: string }) {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => box.current?.replaceChildren(nodes.cloneNode(true)), [nodes])
  return <div ref={box} dir="auto" className={`message-text ${className}`} />
}
