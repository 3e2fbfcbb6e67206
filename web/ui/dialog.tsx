import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../locales/t.ts'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'

type DialogProps = {
  /** Its name, shown as its heading. */
  title: string
  /** Said for readers of the screen, not shown. */
  hideTitle?: boolean
  description?: string
  open: boolean
  onClose: () => void
  /** It must be answered: nothing on it closes it. */
  isHeld?: boolean
  children: ReactNode
}

/** A box over the page that takes all keys until it is closed; Esc closes it and focus goes back. */
export function Dialog(props: DialogProps & { wide?: boolean }) {
  return (
    <Layer
      {...props}
      className={classNames(
        'fade fixed top-[12vh] left-1/2 max-h-[80dvh] w-[calc(100vw-2rem)] max-tablet:top-4 max-tablet:max-h-[calc(100dvh-2rem)] -translate-x-1/2 overflow-auto rounded-dialog',
        props.wide === true ? 'max-w-160' : 'max-w-120',
      )}
    />
  )
}

/** A box at the end of the page, full on a phone. */
export function Sheet(props: DialogProps) {
  return (
    <Layer
      {...props}
      className="sheet-end fixed inset-y-0 end-0 w-full overflow-auto border-y-0 border-e-0 tablet:w-140 max-tablet:border-s-0"
    />
  )
}

function Layer({
  title,
  hideTitle = false,
  description,
  open,
  onClose,
  isHeld = false,
  children,
  className,
}: DialogProps & { className: string }) {
  return (
    <Base.Root open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fade fixed inset-0 z-(--layer-dialog) bg-[rgb(0_0_0/0.4)]" />
        <Base.Popup
          className={classNames(
            'z-(--layer-dialog) border border-border bg-surface text-text shadow-high outline-none',
            className,
          )}
        >
          <Base.Title className={hideTitle ? 'sr-only' : 'ps-5 pe-16 pt-4 text-section font-semibold'}>
            {title}
          </Base.Title>
          {description !== undefined && (
            <Base.Description className="ps-5 pe-16 pt-1 text-text-2">{description}</Base.Description>
          )}
          {children}
          {/* Behind the rest, so that what one came for has the focus. */}
          {!hideTitle && !isHeld && (
            <IconButton
              label={t('ui.close')}
              icon={<X size={16} aria-hidden="true" />}
              onClick={onClose}
              className="absolute end-3 top-2.5"
            />
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
