import type { Me } from './people.ts'
import type { Ticket } from './tickets.ts'

/** How somebody wants the app to look; kept in a cookie, so that the first paint is right. */
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]
export const DENSITIES = ['compact', 'default', 'comfortable'] as const
export type Density = (typeof DENSITIES)[number]
export const TEXT_SIZES = ['small', 'medium', 'large'] as const
export type TextSize = (typeof TEXT_SIZES)[number]
export type Look = { theme: Theme; density: Density; textSize: TextSize }

/** The cookie that keeps the look: its three words in this order, parted by dots. */
export const LOOK_COOKIE = 'docket-look'

/** The list that is shown first to somebody who works on tickets: open ones, newest change first. */
export const LANDING_QUERY = {
  status: 'NEW,TRIAGED,ASSIGNED,IN_PROGRESS,WAITING_ON_REQUESTER,WAITING_ON_VENDOR,REOPENED',
  sort: '-updated',
  limit: 50,
} as const

/** What a page of the app brings along, so that the first screen needs no further request. */
export type Boot = {
  /** Who is signed in, with the token under a mask (boot-token.ts); null shows the way in. */
  session: Me | null
  /** The first page of the landing list; null for who has none. */
  landing: { items: Ticket[]; nextCursor: string | null } | null
  /** The position of the log before the landing list was read: the stream begins there. */
  streamCursor: string | null
  /** The name of the organisation, or null where there is none yet or several. */
  deskName: string | null
  /** Whether an organisation is there at all. */
  isSetUp: boolean
  look: Look
  locale: string
}

/**
 * The addresses of the web app, as the router of the server writes them: each answers `index.html`. What is not among
 * them is not an address of the app.
 */
export const WEB_PATHS = [
  '/',
  '/inbox',
  '/tickets',
  '/tickets/*',
  '/people',
  '/people/*',
  '/teams',
  '/teams/*',
  '/settings',
  '/settings/*',
  '/local-inbox',
  '/portal',
  '/portal/*',
  '/help',
  '/setup',
  '/sign-in',
] as const

/** Reads the look out of a cookie header; what is missing or unknown is the default. */
export function readLook(cookies: string): Look {
  const value = cookies
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${LOOK_COOKIE}=`))
    ?.slice(LOOK_COOKIE.length + 1)
  const [theme, density, textSize] = (value ?? '').split('.')
  return {
    theme: THEMES.find((one) => one === theme) ?? 'system',
    density: DENSITIES.find((one) => one === density) ?? 'default',
    textSize: TEXT_SIZES.find((one) => one === textSize) ?? 'medium',
  }
}

/** The value of the cookie that keeps a look. */
export function writtenLook({ theme, density, textSize }: Look): string {
  return `${theme}.${density}.${textSize}`
}
