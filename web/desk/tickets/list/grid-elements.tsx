import type { ComponentProps, ReactNode } from 'react'

/** Several rows of a grid that belong together. The grid is drawn in part, so none of these can be those of a table. */
export function RowGroup(props: ComponentProps<'div'>) {
  // biome-ignore lint/a11y/useSemanticElements: drawn in part, which no table can be.
  return <div {...props} role="rowgroup" />
}

/** A row of a grid. The grid has the focus and names its active row. */
export function GridRow(props: ComponentProps<'div'>) {
  // biome-ignore lint/a11y/useSemanticElements: drawn in part, which no table can be.
  // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active row.
  return <div {...props} role="row" />
}

/** A cell of a row. */
export function Cell({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: drawn in part, which no table can be.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active row.
    <div role="gridcell" className={className}>
      {children}
    </div>
  )
}

/** Names a column; `sort` where the rows are in its order. */
export function HeadCell({
  className,
  sort,
  children,
}: {
  className?: string
  sort?: 'ascending' | 'descending'
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: drawn in part, which no table can be.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active row.
    <div role="columnheader" aria-sort={sort} className={className}>
      {children}
    </div>
  )
}
