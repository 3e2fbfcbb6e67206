import { messages } from 'virtual:messages/en'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createDesk, DeskContext, followPage, sessionChannel, tellTabs } from '../api/index.ts'
import { createDeskDrafts, DraftsContext } from '../desk/drafts/index.ts'
import { loadLocale } from '../locales/load-locale.ts'
import '../styles/app.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tips } from '../ui/tips.tsx'
import { Toasts } from '../ui/toast.tsx'
import { holdReload, saveAll, saveOnLeave } from './boot/leaving.ts'
import { followBuild, reloadOnceForNewBuild } from './boot/new-build.ts'
import { readBoot } from './boot/read-boot.ts'
import { listenToKeys } from './keys/keyboard.ts'
import { createAppRouter } from './router.tsx'
import { SessionDialog } from './session-dialog.tsx'
import { UndoKey } from './undo-key.tsx'
import { BootProvider } from './who.tsx'

/** Starts the app on its page. */
async function start(): Promise<void> {
  const root = document.getElementById('app')
  if (root === null) throw new Error('the page has no place for the app')
  reloadOnceForNewBuild()
  const boot = readBoot(document)
  await loadLocale(boot.locale, { en: messages, pseudo: () => import('virtual:messages/pseudo') })
  listenToKeys(document)
  const desk = createDesk(boot)
  followPage(desk, { window, document, isOnline: navigator.onLine }, () => void saveAll())
  tellTabs(desk.session, sessionChannel())
  desk.start()
  const drafts = createDeskDrafts(desk, 'html')
  if (drafts !== undefined) {
    saveOnLeave(() => drafts.flush(true))
    holdReload(drafts.hasText)
  }
  const router = createAppRouter(boot.session)
  followBuild(desk.connection, router)
  createRoot(root).render(
    <StrictMode>
      {/* The page's policy takes no style elements; those of Base UI are in the style sheet. */}
      <CSPProvider disableStyleElements>
        <I18nProvider i18n={i18n}>
          <QueryClientProvider client={desk.queries}>
            <BootProvider boot={boot}>
              <DeskContext value={desk}>
                <DraftsContext value={drafts}>
                  <RouterProvider router={router} />
                  <SessionDialog />
                  <UndoKey />
                </DraftsContext>
                <Tips />
                <Toasts />
              </DeskContext>
            </BootProvider>
          </QueryClientProvider>
        </I18nProvider>
      </CSPProvider>
    </StrictMode>,
  )
}

void start()
