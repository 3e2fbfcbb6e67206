import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** The head of a table of rows; holds ColumnHead, and an empty cell over a column of menus. */
export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="text-caption text-text-3">
      <tr className="border-b border-border">{children}</tr>
    </thead>
  )
}

/** The name of a column; `className` says how wide it is, and where there is no room for it. */
export function ColumnHead({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <th scope="col" className={classNames('h-8 px-4 text-start font-medium', className)}>
      {children}
    </th>
  )
}
