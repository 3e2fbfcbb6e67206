import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'

/** Longer than any place of a name, in parts that cannot be broken. */
export const LONG_NAME = 'Maximiliane-Friederike von Habsburg-Lothringen-Württemberg'
/** Longer than any line of a subject. */
export const LONG_SUBJECT =
  'Since the update of last night nobody on the third floor can print, scan or open the shared calendar of the whole department'

/** What opens over a screen or happens to it: its name, where, and how it comes to be. */
export type State = readonly [name: string, path: string, reach: (page: Page) => Promise<unknown>]

/** Every such state of a list with rows, and the boxes of people and teams. */
export const STATES: readonly State[] = [
  ['select', '/inbox', (page) => press(page, 'j', 'x', 'Shift+J', 'Shift+J')],
  ['display', '/inbox', (page) => press(page, 'Shift+V').then(() => opened(page, 'menu'))],
  ['filter', '/inbox', (page) => writeFilter(page, ' ass').then(() => opened(page, 'option'))],
  ['filter-wrong', '/inbox', (page) => writeFilter(page, ' colour:red').then(() => press(page, 'Enter'))],
  ['filter-chip', '/inbox', (page) => openChip(page)],
  ['status', '/inbox', (page) => press(page, 'j', 's').then(() => opened(page, 'option'))],
  ['assignee', '/inbox', (page) => press(page, 'j', 'j', 'a').then(() => opened(page, 'option'))],
  ['toast', '/inbox', (page) => press(page, 'j', 'j', 'i').then(() => toasted(page))],
  ['failed', '/inbox', failList],
  ['focus', '/inbox', (page) => press(page, 'Tab', 'Tab', 'Tab', 'Tab')],
  ['sequence', '/inbox', (page) => press(page, 'g')],
  ['offline', '/inbox', goOffline],
  ['add-person', '/people', (page) => click(page, 'Add somebody').then(() => opened(page, 'dialog'))],
  ['person-menu', '/people', (page) => click(page, /^Actions for Felix/).then(() => opened(page, 'menu'))],
  ['new-team', '/teams', (page) => click(page, 'New team').then(() => opened(page, 'dialog'))],
  ['member-menu', '/teams', openMemberMenu],
]

/** Presses keys one after the other. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

/** Waits until something of that role is in sight. */
export async function opened(page: Page, role: 'dialog' | 'menu' | 'option'): Promise<void> {
  await expect(page.getByRole(role).first()).toBeVisible()
}

async function click(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click()
}

async function toasted(page: Page): Promise<void> {
  await expect(page.getByTestId('toast')).toBeVisible()
}

async function writeFilter(page: Page, more: string): Promise<void> {
  await press(page, 'f', 'End')
  await page.keyboard.type(more)
}

async function openChip(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: /^Status/ }).click()
  await opened(page, 'option')
}

async function failList(page: Page): Promise<void> {
  const detail = 'Something went wrong at the desk.'
  const requestId = 'req-01J8Z5'
  const problem = { type: 'about:blank', title: 'internal', status: 500, code: 'internal', detail, requestId }
  await page.route(/\/api\/v1\/tickets\?/, (route) =>
    route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  )
  await page.goto('/tickets?priority=P2')
  await expect(page.getByText('req-01J8Z5')).toBeVisible()
}

async function goOffline(page: Page): Promise<void> {
  await page.context().setOffline(true)
  await expect(page.getByText('You are offline since')).toBeVisible()
  await press(page, 'j', 'j', 'j', 'i')
}

async function openMemberMenu(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'IT', exact: true }).click()
  await click(page, /^Actions for Ben/)
  await opened(page, 'menu')
}
