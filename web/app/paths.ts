/** How a list of tickets is narrowed, as its address says it; names and values are those of the API. */
export type TicketSearch = {
  status?: string
  team?: string
  assignee?: string
  requester?: string
  priority?: string
  sort?: string
  layout?: 'split'
  peek?: string
}

/** Every address of the app. Nothing else in the web app writes one. */
export const paths = {
  home: () => '/',
  signIn: (search: { next?: string } = {}) => withSearch('/sign-in', search),
  inbox: (search: TicketSearch = {}) => withSearch('/inbox', search),
  tickets: (search: TicketSearch = {}) => withSearch('/tickets', search),
  ticket: (key: string) => `/tickets/${encodeURIComponent(key)}`,
  people: (search: { role?: string } = {}) => withSearch('/people', search),
  teams: () => '/teams',
  team: (id: string) => `/teams/${encodeURIComponent(id)}`,
  settings: () => '/settings',
  appearance: () => '/settings/appearance',
  shortcuts: () => '/settings/shortcuts',
  replies: () => '/settings/replies',
  deskSettings: () => '/settings/desk',
  help: () => '/help',
  portal: () => '/portal',
  portalNew: () => '/portal/new',
  portalRequest: (key: string) => `/portal/requests/${encodeURIComponent(key)}`,
  localInbox: (search: { mail?: string } = {}) => withSearch('/local-inbox', search),
  setup: () => '/setup',
} as const

/** Reads the part of an address behind `?` into plain texts. */
export function readSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text))
}

/** Writes it back, readable: commas and colons stay as they are. */
export function writtenSearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? '' : `?${text.replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/')}`
}

/** The parts of a search that narrow a list of tickets; what else stands in the address is left out. */
export function ticketSearch(search: Record<string, unknown>): TicketSearch {
  const names = ['status', 'team', 'assignee', 'requester', 'priority', 'sort', 'peek'] as const
  const texts = names.flatMap((name) => {
    const value = search[name]
    return typeof value === 'string' && value !== '' ? [[name, value] as const] : []
  })
  return { ...Object.fromEntries(texts), ...(search.layout === 'split' ? { layout: 'split' as const } : {}) }
}

/** Where to go after signing in: an address of this app, or its start. Another site's address is never followed. */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !next.startsWith('/') || /^\/[/\\]/.test(next)) return paths.home()
  const ground = 'http://desk.invalid'
  if (!URL.canParse(next, ground)) return paths.home()
  const url = new URL(next, ground)
  return url.origin === ground && url.pathname !== '/sign-in'
    ? `${url.pathname}${url.search}${url.hash}`
    : paths.home()
}

function withSearch(path: string, search: Record<string, unknown>): string {
  return `${path}${writtenSearch(search)}`
}
