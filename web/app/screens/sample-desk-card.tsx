import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  loadSampleDesk,
  readSampleDesk,
  removeSampleDesk,
  type SampleDesk,
} from '../../../contracts/sample-desk.ts'
import { useDesk } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { showToast } from '../../ui/toast.tsx'
import { AppLink } from '../app-link.tsx'
import { paths } from '../paths.ts'
import { failureFacts } from './failure-facts.ts'
import { type FormCommand, useCommand } from './use-command.ts'

const KEY = ['sample-desk']

/** Whether the sample desk is there, and a way to load it or to be rid of it. */
export function SampleDeskCard() {
  const { client } = useDesk()
  const sample = useQuery({ queryKey: KEY, queryFn: () => client.call(readSampleDesk) })
  return (
    <section
      aria-labelledby="sample-desk"
      className="flex flex-col gap-3 rounded-card border border-border p-4"
    >
      <h2 id="sample-desk" className="text-section font-semibold">
        {t('deskSettings.sample')}
      </h2>
      <p className="text-text-2">{t('deskSettings.sample.text')}</p>
      {sample.isPending && <p className="late text-text-3">{t('ui.loading')}</p>}
      {sample.isError && (
        <ErrorState
          title={t('deskSettings.sample.failed')}
          {...failureFacts(sample.error)}
          onRetry={() => void sample.refetch()}
        />
      )}
      {sample.data !== undefined && <State sample={sample.data} />}
    </section>
  )
}

function State({ sample }: { sample: SampleDesk }) {
  const { command, load, remove } = useSampleDesk()
  return (
    <>
      <p role="status">{command.isBusy ? t('deskSettings.sample.busy') : stateText(sample)}</p>
      <p role="alert" className="rounded-control bg-danger-tint px-3 py-2 text-danger empty:hidden">
        {command.failure}
      </p>
      <div className="flex flex-wrap items-center gap-4">
        {sample.loaded ? (
          <>
            <Removal command={command} onRemove={remove} />
            {sample.firstTicketKey !== null && (
              <AppLink href={paths.ticket(sample.firstTicketKey)}>{t('deskSettings.sample.open')}</AppLink>
            )}
          </>
        ) : (
          <Button busy={command.isBusy} onClick={load}>
            {t('deskSettings.sample.load')}
          </Button>
        )}
      </div>
    </>
  )
}

function stateText({ loaded, tickets }: SampleDesk): string {
  return loaded ? t('deskSettings.sample.loaded', { count: tickets }) : t('deskSettings.sample.notLoaded')
}

/** Asks once more: what was written on sample tickets goes too. */
function Removal({ command, onRemove }: { command: FormCommand; onRemove: (onDone: () => void) => void }) {
  const [isAsking, setAsking] = useState(false)
  const close = () => setAsking(false)
  return (
    <>
      <Button kind="danger" onClick={() => setAsking(true)}>
        {t('deskSettings.sample.remove')}
      </Button>
      <Dialog
        title={t('deskSettings.sample.remove.confirm')}
        description={t('deskSettings.sample.remove.text')}
        open={isAsking}
        onClose={close}
      >
        <div className="flex justify-end gap-2 p-5">
          <Button onClick={close}>{t('ui.cancel')}</Button>
          <Button kind="danger" busy={command.isBusy} onClick={() => onRemove(close)}>
            {t('deskSettings.sample.remove.yes')}
          </Button>
        </div>
      </Dialog>
    </>
  )
}

/** Loads and removes; what the pages know of tickets and people is read anew behind it, at once and not by 40 events. */
function useSampleDesk() {
  const { client, lists, store } = useDesk()
  const queries = useQueryClient()
  const command = useCommand()
  const take = (sample: SampleDesk, said: string) => {
    queries.setQueryData(KEY, sample)
    store.markStale()
    lists.refreshAll()
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] })
    showToast({ text: said })
  }
  return {
    command,
    load: () =>
      void command.run(async (idempotencyKey) => {
        take(await client.call(loadSampleDesk, { idempotencyKey }), t('deskSettings.sample.loadedNow'))
      }),
    remove: (onDone: () => void) =>
      void command
        .run(async (idempotencyKey) => {
          take(await client.call(removeSampleDesk, { idempotencyKey }), t('deskSettings.sample.removedNow'))
        })
        .then(onDone),
  }
}
