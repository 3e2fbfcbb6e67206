import { t } from '../../../locales/t.ts'

/** Stands where messages will be, after 120 ms. */
export function MessageSkeleton() {
  return (
    <div role="status" className="late flex-1 px-4">
      <div className="mx-auto flex w-full max-w-190 flex-col gap-3 py-4">
        <span className="sr-only">{t('ui.loading')}</span>
        {['w-2/3', 'w-1/2', 'w-3/4'].map((width) => (
          <div
            key={width}
            aria-hidden="true"
            className="flex flex-col gap-3 rounded-card border border-border bg-surface px-4 py-3"
          >
            <div className="flex items-center gap-2">
              <span className="breathe size-6 rounded-full bg-neutral-tint" />
              <span className="breathe h-3 w-32 rounded-chip bg-neutral-tint" />
            </div>
            <span className="breathe h-3 w-full rounded-chip bg-neutral-tint" />
            <span className={`breathe h-3 rounded-chip bg-neutral-tint ${width}`} />
          </div>
        ))}
      </div>
    </div>
  )
}
