import { messages } from 'virtual:messages/portal-en'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createDesk, DeskContext, followPage, sessionChannel, tellTabs } from '../api/index.ts'
import { loadLocale } from '../locales/load-locale.ts'
import '../styles/app.css'
import './portal.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { reloadOnceForNewBuild } from '../app/boot/new-build.ts'
import { readBoot } from '../app/boot/read-boot.ts'
import { paths } from '../app/paths.ts'
import { BootProvider } from '../app/who.tsx'
import { Portal } from './portal.tsx'

/** Starts the requesters' app on its page; without anybody signed in it leads to the way in. */
async function start(): Promise<void> {
  const root = document.getElementById('app')
  if (root === null) throw new Error('the page has no place for the app')
  reloadOnceForNewBuild()
  const boot = readBoot(document)
  if (boot.session === null)
    return location.replace(paths.signIn({ next: `${location.pathname}${location.search}` }))
  await loadLocale(boot.locale, { en: messages, pseudo: () => import('virtual:messages/portal-pseudo') })
  const desk = createDesk(boot, { asRequester: true })
  followPage(desk, { window, document, isOnline: navigator.onLine }, () => undefined)
  tellTabs(desk.session, sessionChannel())
  desk.start()
  createRoot(root).render(
    <StrictMode>
      {/* The page's policy takes no style elements; those of Base UI are in the style sheet. */}
      <CSPProvider disableStyleElements>
        <I18nProvider i18n={i18n}>
          <BootProvider boot={boot}>
            <DeskContext value={desk}>
              <Portal />
            </DeskContext>
          </BootProvider>
        </I18nProvider>
      </CSPProvider>
    </StrictMode>,
  )
}

void start()
