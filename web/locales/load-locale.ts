import { i18n, type Messages } from '@lingui/core'

export const LOCALES = ['en', 'pseudo'] as const
export type Locale = (typeof LOCALES)[number]

/** What one page of the app says: English comes with its code, since a request more would hold up its first paint. */
export type Catalogues = { en: Messages; pseudo: () => Promise<{ messages: Messages }> }

/** Makes a language that of the page: once, before anything is shown. One that is not known is English. */
export async function loadLocale(wanted: string, catalogues: Catalogues): Promise<void> {
  const locale = LOCALES.find((one) => one === wanted) ?? 'en'
  const messages = locale === 'pseudo' ? (await catalogues.pseudo()).messages : catalogues.en
  i18n.loadAndActivate({ locale, locales: 'en', messages })
}

/** Adds what a late part of the page says in English; a page in another language has all of it from the start. */
export function addEnglish(messages: Messages): void {
  if (i18n.locale === 'en') i18n.load('en', messages)
}
