import type { ReactNode } from 'react'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'

/** The head of a row that is about somebody; `children` stand behind the name. */
export function PersonCell({
  id,
  name,
  isQuiet = false,
  children,
}: {
  id: string
  name: string
  /** They are no longer with the desk. */
  isQuiet?: boolean
  children?: ReactNode
}) {
  return (
    <th scope="row" className="px-4 text-start font-medium">
      <span className="flex items-center gap-2">
        <Avatar name={name} id={id} />
        <span className={classNames('truncate', isQuiet && 'text-text-3')}>{name}</span>
        {children}
      </span>
    </th>
  )
}
