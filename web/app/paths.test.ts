import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WEB_PATHS } from '../../contracts/boot.ts'
import { paths, readSearch, safeNext, ticketSearch, writtenSearch } from './paths.ts'

const EVERY_ADDRESS = {
  home: paths.home(),
  signIn: paths.signIn({ next: '/tickets/IT-1' }),
  inbox: paths.inbox(),
  tickets: paths.tickets({ status: 'NEW,TRIAGED', assignee: 'me', sort: '-updated', layout: 'split' }),
  ticket: paths.ticket('IT-12'),
  people: paths.people({ role: 'AGENT' }),
  teams: paths.teams(),
  team: paths.team('0198'),
  settings: paths.settings(),
  appearance: paths.appearance(),
  shortcuts: paths.shortcuts(),
  replies: paths.replies(),
  deskSettings: paths.deskSettings(),
  help: paths.help(),
  portal: paths.portal(),
  portalNew: paths.portalNew(),
  portalRequest: paths.portalRequest('IT-12'),
  localInbox: paths.localInbox({ mail: '0198' }),
  setup: paths.setup(),
}

test('every address is the one that links and bookmarks know', () => {
  expect(Object.keys(EVERY_ADDRESS).sort()).toEqual(Object.keys(paths).sort())
  expect(EVERY_ADDRESS).toMatchInlineSnapshot(`
    {
      "appearance": "/settings/appearance",
      "deskSettings": "/settings/desk",
      "help": "/help",
      "home": "/",
      "inbox": "/inbox",
      "localInbox": "/local-inbox?mail=0198",
      "people": "/people?role=AGENT",
      "portal": "/portal",
      "portalNew": "/portal/new",
      "portalRequest": "/portal/requests/IT-12",
      "replies": "/settings/replies",
      "settings": "/settings",
      "setup": "/setup",
      "shortcuts": "/settings/shortcuts",
      "signIn": "/sign-in?next=/tickets/IT-1",
      "team": "/teams/0198",
      "teams": "/teams",
      "ticket": "/tickets/IT-12",
      "tickets": "/tickets?status=NEW,TRIAGED&assignee=me&sort=-updated&layout=split",
    }
  `)
})

test('the desk answers every address of the app', () => {
  const shapes = WEB_PATHS.map((path) => new RegExp(`^${path.replace('*', '.+')}$`))
  const lost = Object.entries(EVERY_ADDRESS).filter(
    ([, address]) => !shapes.some((shape) => shape.test(address.split('?')[0] ?? '')),
  )
  expect(lost).toEqual([])
})

test('a search is read as it was written', () => {
  const text = fc.string({ minLength: 1 })
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]+$/), text), (search) => {
      expect(readSearch(writtenSearch(search))).toEqual({ ...search })
    }),
  )
})

test('what does not narrow a list falls out of its search', () => {
  expect(ticketSearch({ status: 'NEW', layout: 'table', team: '', evil: 'x', sort: 3 })).toEqual({
    status: 'NEW',
  })
})

test('signing in never leads to another site', () => {
  for (const next of [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
  ])
    expect(safeNext(next)).toBe('/')
  expect(safeNext('/tickets?status=NEW#m3')).toBe('/tickets?status=NEW#m3')
  expect(safeNext('/sign-in?next=/sign-in')).toBe('/')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((rest) => `/${rest}`),
      ),
      (next) => {
        const url = new URL(safeNext(next), 'https://desk.example')
        expect(url.origin).toBe('https://desk.example')
      },
    ),
  )
})
