import { Editor } from '@tiptap/core'
import { extensions } from './extensions.ts'

/** What the field needs of its editor. */
export type RichEditorOptions = {
  element: HTMLElement
  html: string
  label: string
  /** Told the HTML after each change by the writer; empty when nothing is written. */
  onWrite: (html: string) => void
  onFocus: () => void
}

/** An editor in an element. The page's policy takes no style elements, so it brings none. */
export function createRichEditor({ element, html, label, onWrite, onFocus }: RichEditorOptions): Editor {
  return new Editor({
    element,
    extensions: extensions(),
    content: html,
    parseOptions: PARSED,
    injectCSS: false,
    editorProps: {
      attributes: { 'aria-label': label, 'aria-multiline': 'true', role: 'textbox', class: 'written' },
      handleDOMEvents: { keydown: (_view, event) => isPageKey(event) },
    },
    onFocus,
    onUpdate: ({ editor }) => onWrite(htmlOf(editor)),
  })
}

/** What is written as the desk gets it: empty when there is nothing to see. */
export function htmlOf(editor: Editor): string {
  return editor.isEmpty ? '' : editor.getHTML()
}

/** Shows another text, as when a draft came back; what stands there already keeps its caret. */
export function showHtml(editor: Editor, html: string): void {
  editor.commands.setContent(html, { emitUpdate: false, parseOptions: PARSED })
}

/** Several blanks, and one at the end of a line, are what somebody typed. */
const PARSED = { preserveWhitespace: true } as const

/** Keys of the composer, which the editor must leave alone: send, choose, switch, leave. */
function isPageKey({ key, metaKey, ctrlKey }: KeyboardEvent): boolean {
  if (key === 'Escape') return true
  return (metaKey || ctrlKey) && (key === 'Enter' || key === '/')
}
