import { i18n, type Messages } from '@lingui/core'

export const LOCALES = ['en', 'pseudo'] as const
export type Locale = (typeof LOCALES)[number]

type Catalogue = () => Promise<{ messages: Messages }>

/** What each page of the app says, by language. */
const CATALOGUES: Readonly<Record<'app' | 'portal', Readonly<Record<Locale, Catalogue>>>> = {
  app: { en: () => import('virtual:messages/en'), pseudo: () => import('virtual:messages/pseudo') },
  portal: {
    en: () => import('virtual:messages/portal-en'),
    pseudo: () => import('virtual:messages/portal-pseudo'),
  },
}

/** Loads a language and makes it that of the page: once, before anything is shown. */
export async function loadLocale(locale: Locale, page: 'app' | 'portal' = 'app'): Promise<void> {
  const { messages } = await CATALOGUES[page][locale]()
  i18n.loadAndActivate({ locale, locales: locale === 'pseudo' ? 'en' : locale, messages })
}
