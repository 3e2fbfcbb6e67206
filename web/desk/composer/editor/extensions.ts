import type { AnyExtension } from '@tiptap/core'
import { Blockquote } from '@tiptap/extension-blockquote'
import { Bold } from '@tiptap/extension-bold'
import { Code } from '@tiptap/extension-code'
import { CodeBlock } from '@tiptap/extension-code-block'
import { Document } from '@tiptap/extension-document'
import { HardBreak } from '@tiptap/extension-hard-break'
import { Italic } from '@tiptap/extension-italic'
import { Link } from '@tiptap/extension-link'
import { BulletList } from '@tiptap/extension-list/bullet-list'
import { ListItem } from '@tiptap/extension-list/item'
import { OrderedList } from '@tiptap/extension-list/ordered-list'
import { Paragraph } from '@tiptap/extension-paragraph'
import { Strike } from '@tiptap/extension-strike'
import { Text } from '@tiptap/extension-text'
import { UndoRedo } from '@tiptap/extensions/undo-redo'

/**
 * What can be written: nothing that mail would not carry. Keys with Alt are left out, since AltGr writes letters with
 * them, and those that the composer itself has. Rule: docs/behaviour/composer.md, "Writing".
 */
export function extensions(): AnyExtension[] {
  return [
    Document,
    Paragraph,
    Text,
    Bold,
    Italic,
    Strike,
    Code,
    CodeBlock,
    Blockquote,
    BulletList,
    OrderedList,
    ListItem,
    HardBreak,
    UndoRedo,
    Link.configure({
      openOnClick: false,
      autolink: true,
      defaultProtocol: 'https',
      HTMLAttributes: { target: '_blank', rel: 'noopener noreferrer nofollow' },
      isAllowedUri: (address) => isLinkAddress(address ?? ''),
    }),
  ].map((extension) => withoutTakenKeys(extension as AnyExtension))
}

/** Whether a link may lead there: whole addresses only, since a relative one would lead into the desk. */
export function isLinkAddress(address: string): boolean {
  return /^(https?:\/\/|mailto:|tel:)\S+$/i.test(address.trim())
}

const TAKEN = /(^|-)Alt-|^Mod-(Shift-)?Enter$|^Mod-\/$|^Escape$/

function withoutTakenKeys(extension: AnyExtension): AnyExtension {
  return extension.extend({
    addKeyboardShortcuts(this: { parent?: () => Record<string, unknown> }) {
      const own = this.parent?.() ?? {}
      return Object.fromEntries(Object.entries(own).filter(([keys]) => !TAKEN.test(keys)))
    },
  } as never) as AnyExtension
}
