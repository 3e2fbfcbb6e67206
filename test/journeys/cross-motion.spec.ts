import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

/** What moves: running animations and transitions of anything but opacity and colours. */
const moving = (page: Page) =>
  page.evaluate(() =>
    document.getAnimations().flatMap((animation) => {
      const frames = animation.effect instanceof KeyframeEffect ? animation.effect.getKeyframes() : []
      const names = [...new Set(frames.flatMap((frame) => Object.keys(frame)))]
      return names.filter((name) =>
        /transform|translate|scale|rotate|top|left|width|height|margin/.test(name),
      )
    }),
  )

test('with reduced motion a sheet and a menu appear without a movement', async ({ openAs, desk }) => {
  const page = await openAs(desk.ana, { reducedMotion: 'reduce' })
  await page.goto('/inbox')
  const seen: string[] = []
  await page.exposeFunction('noteMoving', (name: string) => seen.push(name))
  await page.evaluate(() => {
    const note = (window as unknown as { noteMoving(name: string): void }).noteMoving
    const started = (event: TransitionEvent) => {
      if (/transform|translate|scale|top|left|width|height/.test(event.propertyName)) note(event.propertyName)
    }
    document.addEventListener('transitionrun', started)
    document.addEventListener('animationstart', (event) => note(event.animationName))
  })
  await page.getByRole('button', { name: /account and look/ }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.mouse.move(700, 400)
  await page.mouse.down()
  await page.mouse.up()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await moving(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(seen).toEqual([])
})

test('with forced colours what is chosen, focused and live is told by more than colour', async ({
  openAs,
  desk,
}) => {
  const page = await openAs(desk.ana, { forcedColors: 'active' })
  await page.goto('/inbox')
  const current = page.getByRole('link', { name: 'Inbox' })
  await expect(current).toHaveAttribute('aria-current', 'page')
  const look = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((one) => {
        const { backgroundColor, outlineStyle, fontWeight, borderInlineStartWidth } = getComputedStyle(one)
        return { backgroundColor, outlineStyle, fontWeight, borderInlineStartWidth }
      })
  const chosen = await look('aside a[aria-current=page]')
  const other = await look('aside a:not([aria-current])')
  expect(chosen).not.toEqual(other)
  await current.focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Shift+Tab')
  expect((await look('aside a[aria-current=page]')).outlineStyle).toBe('solid')
  await expect(page.getByTestId('conn')).toHaveText('Live')
})

test('with forced colours the cursor and what is selected still differ from the other rows', async ({
  openAs,
  desk,
}) => {
  for (const subject of ['VPN drops', 'No sound', 'Second screen']) await desk.ticket({ subject })
  const page = await openAs(desk.ana, { forcedColors: 'active' })
  await page.goto('/inbox')
  await expect(page.getByTestId('row')).toHaveCount(3)
  for (const keys of ['j', 'x', 'j']) await page.keyboard.press(keys)
  const look = (at: number) =>
    page.locator(`[data-testid=row][aria-rowindex="${at}"]`).evaluate((row) => {
      const bar = getComputedStyle(row, '::before')
      const ground = getComputedStyle(row).backgroundColor
      return { ground, hasBar: bar.content !== 'none' && bar.backgroundColor !== ground }
    })
  const [selected, underCursor, other] = [await look(1), await look(2), await look(3)]
  expect(other.hasBar).toBe(false)
  expect(underCursor.hasBar).toBe(true)
  expect(selected.ground).not.toBe(other.ground)
  await expect(page.locator('[data-testid=row][aria-rowindex="1"] [type=checkbox]')).toBeChecked()
})
