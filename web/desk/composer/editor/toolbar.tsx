import type { Editor } from '@tiptap/core'
import {
  Bold,
  Code,
  Italic,
  Link,
  List,
  ListOrdered,
  type LucideIcon,
  SquareCode,
  Strikethrough,
  TextQuote,
} from 'lucide-react'
import { useCallback, useState, useSyncExternalStore } from 'react'
import type { MessageId } from '../../../locales/t.ts'
import { t } from '../../../locales/t.ts'
import { classNames } from '../../../ui/class-names.ts'
import { ariaKeys } from '../../../ui/key-names.ts'
import { tip } from '../../../ui/tip.ts'
import { LinkDialog } from './link-dialog.tsx'

type Tool = {
  name: string
  label: MessageId
  icon: LucideIcon
  keys?: string
  run: (editor: Editor) => void
}

const TOOLS: readonly Tool[] = [
  tool('bold', Bold, (editor) => editor.chain().focus().toggleBold().run(), 'mod+b'),
  tool('italic', Italic, (editor) => editor.chain().focus().toggleItalic().run(), 'mod+i'),
  tool('strike', Strikethrough, (editor) => editor.chain().focus().toggleStrike().run(), 'mod+shift+s'),
  tool('bulletList', List, (editor) => editor.chain().focus().toggleBulletList().run(), 'mod+shift+8'),
  tool(
    'orderedList',
    ListOrdered,
    (editor) => editor.chain().focus().toggleOrderedList().run(),
    'mod+shift+7',
  ),
  tool('blockquote', TextQuote, (editor) => editor.chain().focus().toggleBlockquote().run(), 'mod+shift+b'),
  tool('code', Code, (editor) => editor.chain().focus().toggleCode().run(), 'mod+e'),
  tool('codeBlock', SquareCode, (editor) => editor.chain().focus().toggleCodeBlock().run()),
]

/** What the text at the caret can be made, each with its keys. */
export function Toolbar({ editor }: { editor: Editor | undefined }) {
  const active = useActive(editor)
  const [isLinking, setLinking] = useState(false)
  return (
    <div
      role="toolbar"
      aria-label={t('composer.tools')}
      className="flex items-center gap-0.5 border-t border-border px-2 py-1 tools tablet:flex-wrap"
    >
      {TOOLS.map(({ name, label, icon, keys, run }) => (
        <ToolButton
          key={name}
          label={t(label)}
          icon={icon}
          keys={keys}
          isOn={active.includes(name)}
          onPress={() => editor !== undefined && run(editor)}
        />
      ))}
      <ToolButton
        label={t('composer.tool.link')}
        icon={Link}
        isOn={active.includes('link')}
        onPress={() => setLinking(true)}
      />
      {editor !== undefined && (
        <LinkDialog editor={editor} open={isLinking} onClose={() => setLinking(false)} />
      )}
    </div>
  )
}

function ToolButton({
  label,
  icon: Icon,
  keys,
  isOn,
  onPress,
}: {
  label: string
  icon: LucideIcon
  keys?: string | undefined
  isOn: boolean
  onPress: () => void
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isOn}
      aria-keyshortcuts={keys === undefined ? undefined : ariaKeys(keys)}
      {...tip(label, keys)}
      // The caret stays where it is.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
      className={classNames(
        'inline-flex size-7 shrink-0 items-center justify-center rounded-control pointer-coarse:size-11',
        isOn ? 'bg-selected text-text' : 'text-text-2 hover:bg-hover hover:text-text',
      )}
    >
      <Icon size={16} aria-hidden="true" />
    </button>
  )
}

/** The names of what is on at the caret. Compared as one text, so that a key that changes none of it renders nothing. */
function useActive(editor: Editor | undefined): readonly string[] {
  const subscribe = useCallback(
    (listener: () => void) => {
      editor?.on('transaction', listener)
      return () => void editor?.off('transaction', listener)
    },
    [editor],
  )
  const names = useSyncExternalStore(subscribe, () => {
    if (editor === undefined || editor.isDestroyed) return ''
    return [...TOOLS.map(({ name }) => name), 'link'].filter((name) => editor.isActive(name)).join(' ')
  })
  return names.split(' ')
}

function tool(name: string, icon: LucideIcon, run: (editor: Editor) => void, keys?: string): Tool {
  const label = `composer.tool.${name}` as MessageId
  return { name, label, icon, run, ...(keys === undefined ? {} : { keys }) }
}
