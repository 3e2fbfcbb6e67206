import type { Page } from '@playwright/test'
import type { Ticket } from '../../contracts/tickets.ts'
import { expect, test } from './fixtures.ts'
import { holdCode } from './late-code.ts'
import { cursorId, fileMany, openList } from './list-page.ts'
import { composerOf, openTicket } from './writing.ts'

const TEXT = 'many keys in a row '.repeat(8).trim()

/**
 * Types all of it before the page has a turn, as a key does that is held down while a slow machine is busy. React takes
 * 50 renderings without a turn for a loop: one effect that sets a state on each key is enough.
 */
const burst = (page: Page, text: string) =>
  page.evaluate((typed) => {
    for (const sign of typed) document.execCommand('insertText', false, sign)
  }, text)

type Field = {
  what: string
  open: (page: Page, ticket: Ticket) => Promise<void>
  late?: string
  as?: 'ana' | 'jane'
}

const FIELDS: readonly Field[] = [
  {
    what: 'a reply whose editor is on its way',
    late: 'rich-field',
    open: async (page, ticket) => {
      await openTicket(page, ticket)
      await page.keyboard.press('r')
      await expect(composerOf(page, 'reply')).toBeFocused()
    },
  },
  {
    what: 'the filter of a list',
    open: async (page) => {
      await openList(page, '/tickets')
      await page.keyboard.press('f')
      await expect(page.getByRole('option').first()).toBeVisible()
    },
  },
  {
    what: 'the palette',
    open: async (page) => {
      await openList(page, '/tickets')
      await page.keyboard.press('ControlOrMeta+k')
      await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused()
    },
  },
  {
    what: 'the subject of a new ticket',
    open: async (page) => {
      await openList(page, '/tickets')
      await page.keyboard.press('c')
      await expect(page.getByRole('dialog').getByLabel('Subject')).toBeFocused()
    },
  },
  {
    what: 'the answer of a requester',
    as: 'jane',
    open: async (page, ticket) => {
      await page.goto(`/portal/requests/${ticket.key}`)
      await page.getByLabel('Your answer').focus()
    },
  },
  {
    what: 'the question of a requester',
    as: 'jane',
    open: async (page) => {
      await page.goto('/portal/new')
      await page.getByLabel('What is it about?').focus()
    },
  },
  {
    what: 'a picker of people',
    open: async (page, ticket) => {
      await openTicket(page, ticket)
      await page.keyboard.press('a')
      await expect(page.getByRole('dialog').locator('input').first()).toBeFocused()
    },
  },
]

for (const { what, open, late, as = 'ana' } of FIELDS)
  test(`${what} takes many keys that come in one turn of the page`, async ({ page, desk, signIn }) => {
    const ticket = await desk.ticket()
    const held = late === undefined ? undefined : await holdCode(page, late)
    await signIn(page, desk[as])
    await open(page, ticket)
    await burst(page, TEXT)
    await expect(page.locator(':focus')).toHaveValue(TEXT)
    held?.letGo()
  })

test('the editor takes many keys that come in one turn of the page', async ({ page, desk, signIn }) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await page.keyboard.press('r')
  await expect(page.getByRole('toolbar', { name: 'Text format' })).toBeVisible()
  await expect(composerOf(page, 'reply')).toBeFocused()
  await burst(page, TEXT)
  await expect(composerOf(page, 'reply')).toHaveText(TEXT)
})

/** Presses keys one after the other; the page renders in between, and does nothing else. */
const press = (page: Page, keys: string) =>
  page.evaluate(async (all) => {
    for (const key of all) {
      const event = { key, code: `Key${key.toUpperCase()}`, bubbles: true, cancelable: true }
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', event))
      for (let turns = 0; turns < 20; turns += 1) await undefined
    }
  }, keys)

for (const [what, path, peeks] of [
  ['a list', '/tickets', false],
  ['a list with a ticket over it', '/tickets', true],
  ['a list with a ticket beside it', '/tickets?layout=split', false],
] as const)
  test(`the cursor of ${what} goes along with a key that is held down on a busy page`, async ({
    page,
    desk,
    signIn,
  }) => {
    const tickets = await fileMany(desk, 20)
    await signIn(page, desk.ana)
    await openList(page, path)
    await page.keyboard.press('j')
    if (peeks) await page.keyboard.press(' ')
    if (peeks || path.includes('split')) await expect(page.getByTestId('detail')).toBeVisible()
    await press(page, `${'j'.repeat(19)}${'k'.repeat(19)}`.repeat(4))
    await press(page, 'j'.repeat(19))
    expect(await cursorId(page)).toBe(tickets.at(-1)?.id)
  })
