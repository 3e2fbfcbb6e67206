import type { Editor } from '@tiptap/core'
import { type FormEvent, useState } from 'react'
import { t } from '../../../locales/t.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { isLinkAddress } from './extensions.ts'

/** Asks where the marked text, or a new one, leads. An address without a scheme is taken for https. */
export function LinkDialog({
  editor,
  open,
  onClose,
}: {
  editor: Editor
  open: boolean
  onClose: () => void
}) {
  return (
    <Dialog title={t('composer.tool.link')} open={open} onClose={onClose}>
      <LinkForm editor={editor} onClose={onClose} />
    </Dialog>
  )
}

function LinkForm({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const present = String(editor.getAttributes('link').href ?? '')
  const [error, setError] = useState<string>()
  const set = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    // The form lies in a box, but its event reaches what is around the composer.
    event.stopPropagation()
    const address = completed(String(new FormData(event.currentTarget).get('address')))
    if (!isLinkAddress(address)) return setError(t('composer.link.wrong'))
    onClose()
    const { empty } = editor.state.selection
    const chain = editor.chain().focus().extendMarkRange('link')
    if (empty && present === '')
      chain.insertContent({ type: 'text', text: address, marks: markOf(address) }).run()
    else chain.setLink({ href: address }).run()
  }
  const remove = () => {
    onClose()
    editor.chain().focus().extendMarkRange('link').unsetLink().run()
  }
  return (
    <form onSubmit={set} noValidate className="flex flex-col gap-4 p-5">
      <TextField
        label={t('composer.link.address')}
        name="address"
        defaultValue={present}
        placeholder="https://"
        autoComplete="off"
        error={error}
      />
      <div className="flex justify-end gap-2">
        {present !== '' && <Button onClick={remove}>{t('composer.link.remove')}</Button>}
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button type="submit" kind="primary">
          {t('composer.link.set')}
        </Button>
      </div>
    </form>
  )
}

function markOf(href: string) {
  return [{ type: 'link', attrs: { href } }]
}

function completed(address: string): string {
  const trimmed = address.trim()
  if (/^[a-z][a-z0-9+.-]*:/i.test(trimmed)) return trimmed
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(trimmed) ? `mailto:${trimmed}` : `https://${trimmed}`
}
