import { i18n, type Messages } from '@lingui/core'

export const LOCALES = ['en', 'pseudo'] as const
export type Locale = (typeof LOCALES)[number]

/** Loads a language and makes it that of the page: once, before anything is shown. */
export async function loadLocale(locale: Locale): Promise<void> {
  const { messages }: { messages: Messages } =
    locale === 'pseudo' ? await import('virtual:messages/pseudo') : await import('virtual:messages/en')
  i18n.loadAndActivate({ locale, locales: locale === 'pseudo' ? 'en' : locale, messages })
}
