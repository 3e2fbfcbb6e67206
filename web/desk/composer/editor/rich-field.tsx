import type { Editor } from '@tiptap/core'
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { htmlOfText } from '../text-html.ts'
import type { FieldProps, Typed } from '../write-field.tsx'
import { createRichEditor, showHtml } from './rich-editor.ts'
import { Toolbar } from './toolbar.tsx'

/** The editor itself. Goes on with what was typed while its code was on the way, at the same place. */
export function RichField({
  html,
  label,
  focusAsked,
  takesFocus,
  onFocus,
  onWrite,
  typed,
}: FieldProps & { typed: Typed }) {
  const host = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<Editor>()
  const written = useRef(html)
  const tell = useEffectEvent((next: string) => {
    written.current = next
    onWrite(next)
  })
  const begin = useEffectEvent((element: HTMLElement) => {
    const made = createRichEditor({ element, html, label, onWrite: (next) => tell(next), onFocus })
    const caret = typed.text === '' ? undefined : caretOf(made, typed, html)
    made.commands.setTextSelection(caret ?? made.state.doc.content.size - 1)
    // The editor's own command waits for a frame, in which a key would be lost.
    if (takesFocus) made.view.focus()
    typed.text = ''
    return made
  })
  // Before the browser paints, so that no key falls between the field that stood in and this one.
  useLayoutEffect(() => {
    if (host.current === null) return
    const made = begin(host.current)
    setEditor(made)
    return () => made.destroy()
  }, [])
  useEffect(() => {
    if (editor === undefined || editor.isDestroyed || html === written.current) return
    written.current = html
    showHtml(editor, html)
  }, [editor, html])
  const asked = useRef(focusAsked)
  useEffect(() => {
    if (asked.current === focusAsked) return
    asked.current = focusAsked
    editor?.view.focus()
  }, [editor, focusAsked])
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div
        ref={host}
        className="flex min-h-24 flex-1 cursor-text flex-col overflow-y-auto px-3 py-2 text-message max-tablet:text-section tablet:max-h-[40dvh]"
      />
      <Toolbar editor={editor} />
    </div>
  )
}

/** Where the caret of the field that stood in is in the editor's document. Leaves the editor with the whole text. */
function caretOf(editor: Editor, { base, text, caret }: Typed, html: string): number {
  showHtml(editor, base + htmlOfText(text.slice(0, caret)))
  const at = editor.state.doc.content.size - 1
  showHtml(editor, html)
  return Math.min(at, editor.state.doc.content.size - 1)
}
