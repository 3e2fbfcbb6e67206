import { Toast as Base } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { useEffect } from 'react'
import { t } from '../locales/t.ts'
import { Kbd } from './kbd.tsx'
import type { ToastText } from './toast.tsx'

type ToastData = { keys?: string | undefined }

const toasts = Base.createToastManager<ToastData>()

/** Shows a toast on a page whose layer is there. */
export function addToast(toast: ToastText): () => void {
  const { text, detail, kind = 'status', action } = toast
  const id = toasts.add({
    title: text,
    priority: kind === 'alert' ? 'high' : 'low',
    timeout: action === undefined ? 5_000 : 10_000,
    data: { keys: action?.keys },
    ...(detail === undefined ? {} : { description: detail }),
    ...(action === undefined
      ? {}
      : {
          actionProps: {
            children: action.text,
            onClick: () => {
              toasts.close(id)
              action.onSelect()
            },
          },
        }),
  })
  return () => toasts.close(id)
}

/** Where toasts appear; `onReady` when it can take them. */
export function ToastLayer({ onReady }: { onReady: () => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when the layer is mounted.
  useEffect(onReady, [])
  return (
    <Base.Provider toastManager={toasts} limit={3}>
      <Base.Portal>
        <Base.Viewport
          aria-label={t('ui.toasts')}
          className="fixed end-4 bottom-14 z-(--layer-toast) flex w-90 max-w-[calc(100vw-2rem)] flex-col gap-2 max-tablet:bottom-29"
        >
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function ToastList() {
  const { toasts: shown } = Base.useToastManager<ToastData>()
  return shown.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      data-testid="toast"
      className="fade flex items-center gap-3 rounded-card border border-border bg-surface px-3 py-2 shadow-high"
    >
      <Base.Content className="flex flex-1 items-center gap-3">
        <div className="flex-1">
          <Base.Title className="font-medium" />
          <Base.Description className="text-meta text-text-2" />
        </div>
        {toast.actionProps !== undefined && (
          <span className="inline-flex items-center gap-1">
            <Base.Action className="min-h-6 rounded-control px-2 font-medium pointer-coarse:min-h-11 text-link hover:bg-hover" />
            {toast.data?.keys !== undefined && (
              <span className="pointer-coarse:hidden">
                <Kbd keys={toast.data.keys} />
              </span>
            )}
          </span>
        )}
        <Base.Close
          aria-label={t('ui.close')}
          className="inline-flex min-h-6 min-w-6 items-center justify-center rounded-control text-text-3 hover:bg-hover pointer-coarse:size-11"
        >
          <X size={16} aria-hidden="true" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ))
}
