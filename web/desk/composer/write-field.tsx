import { useEffect, useRef, useState } from 'react'
import { useLoaded } from '../../ui/late-code.ts'
import { StandInField } from './stand-in-field.tsx'

/** What was typed before the editor's code was there, and what stood before it. */
export type Typed = { base: string; text: string; caret: number }

export type FieldProps = {
  /** The draft; the field shows it whoever changed it. */
  html: string
  label: string
  onWrite: (html: string) => void
  /** Raised each time the field shall take focus. */
  focusAsked: number
  /** Whether it takes focus when it appears. */
  takesFocus: boolean
  onFocus: () => void
}

const loadEditor = () => import('./editor/rich-field.tsx')

/**
 * Where one writes. The editor's code comes when the page has time, at the latest when somebody begins; until then a
 * plain field stands in, and hands over what was typed with the caret. If the code cannot be had, the plain field stays.
 */
export function WriteField(props: FieldProps) {
  const editor = useLoaded(loadEditor)
  const [isRich, setRich] = useState(editor.loaded !== undefined)
  const [isComposing, setComposing] = useState(false)
  const typed = useRef<Typed>({ base: '', text: '', caret: 0 })
  const plain = useRef<HTMLTextAreaElement>(null)
  const hadFocus = useRef(props.takesFocus)
  useEffect(() => {
    // An input method that is at work would lose its word.
    if (isRich || editor.loaded === undefined || isComposing) return
    hadFocus.current = document.activeElement === plain.current
    setRich(true)
  }, [isRich, editor.loaded, isComposing])
  if (isRich && editor.loaded !== undefined)
    return <editor.loaded.RichField {...props} takesFocus={hadFocus.current} typed={typed.current} />
  return (
    <StandInField
      {...props}
      field={plain}
      typed={typed.current}
      onNeeded={editor.load}
      onComposing={setComposing}
    />
  )
}
