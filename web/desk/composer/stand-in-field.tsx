import { type RefObject, useEffect, useState } from 'react'
import { SafeHtml } from './safe-html.tsx'
import { htmlOfText } from './text-html.ts'
import type { FieldProps, Typed } from './write-field.tsx'

type StandInProps = FieldProps & {
  field: RefObject<HTMLTextAreaElement | null>
  typed: Typed
  /** Somebody begins to write: the editor is wanted now. */
  onNeeded: () => void
  onComposing: (isComposing: boolean) => void
}

/** A plain field for as long as the editor is not there. A draft that lies there already is shown above what is typed. */
export function StandInField(props: StandInProps) {
  const { html, label, onWrite, focusAsked, takesFocus, onFocus, field, typed, onNeeded, onComposing } = props
  const [text, setText] = useState(typed.text)
  if (text === '') typed.base = html
  useEffect(() => {
    if (takesFocus || focusAsked > 0) onNeeded()
    if (takesFocus) field.current?.focus()
  }, [takesFocus, focusAsked, field, onNeeded])
  const note = () => {
    typed.caret = field.current?.selectionStart ?? typed.text.length
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="min-h-24 flex-1 overflow-y-auto px-3 py-2 text-message tablet:max-h-[40dvh]">
        <SafeHtml html={typed.base} />
        <textarea
          ref={field}
          aria-label={label}
          value={text}
          rows={3}
          onFocus={() => {
            onNeeded()
            onFocus()
          }}
          onSelect={note}
          onCompositionStart={() => onComposing(true)}
          onCompositionEnd={() => onComposing(false)}
          onChange={(event) => {
            typed.text = event.target.value
            setText(typed.text)
            note()
            onWrite(typed.base + htmlOfText(typed.text))
          }}
          className="block min-h-20 w-full resize-none outline-none max-tablet:text-section"
        />
      </div>
      {/* The room of the tools, so that nothing moves when the editor comes. */}
      <div className="h-9.25 shrink-0 border-t border-border pointer-coarse:h-13.25" />
    </div>
  )
}
