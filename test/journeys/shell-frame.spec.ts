import { expect, test } from './fixtures.ts'

test('each screen has a way past the navigation, one heading, its landmarks and its name', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  for (const [path, name] of [
    ['/inbox', 'Inbox'],
    ['/tickets', 'All tickets'],
    ['/people', 'People'],
    ['/teams', 'Teams'],
    ['/settings/appearance', 'Appearance'],
    ['/help', 'Keyboard shortcuts'],
    [`/tickets/${ticket.key}`, ticket.key],
  ] as const) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 }), path).toHaveCount(1)
    await expect(page, path).toHaveTitle(new RegExp(`${name}.* · ${desk.name}`))
    await expect(page.getByRole('main'), path).toHaveCount(1)
    await expect(page.getByRole('navigation', { name: 'Main' }), path).toHaveCount(1)
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to the content' })
    await expect(skip, path).toBeFocused()
    await expect(skip, path).toBeInViewport()
    await page.keyboard.press('Enter')
    await expect(page.locator('main'), path).toBeFocused()
  }
})

test('after a change of screen the focus is in its main part', async ({ page, desk, signIn }) => {
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await page.getByRole('link', { name: 'People' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('People')
  await expect(page.locator('main')).toBeFocused()
})

test('Esc closes the top-most layer alone, and the focus goes back to what opened it', async ({
  page,
  desk,
  signIn,
}) => {
  await signIn(page, desk.owner)
  await page.goto('/people')
  const add = page.getByRole('button', { name: 'Add somebody' })
  await add.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Add somebody' })
  await expect(dialog).toBeVisible()
  const team = dialog.getByRole('checkbox', { name: 'IT' })
  await team.focus()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(add).toBeFocused()

  const menu = page.getByRole('button', { name: `${desk.owner.name}: account and look` })
  await menu.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toBeHidden()
  await expect(menu).toBeFocused()

  const search = page.getByRole('button', { name: 'Search or do' })
  await search.click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(search).toBeFocused()
})

test('Esc closes what is proposed before the box that it is in', async ({ page, desk, signIn }) => {
  await desk.ticket()
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await expect(page.getByTestId('conn')).toHaveText('Live')
  const opener = page.getByRole('button', { name: 'New ticket' })
  await opener.click()
  const box = page.getByRole('dialog', { name: 'New ticket' })
  await box.getByRole('combobox', { name: 'Requester' }).pressSequentially('jan')
  const proposed = box.getByRole('option').filter({ hasText: desk.jane.name })
  await expect(proposed).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(proposed).toHaveCount(0)
  await expect(box).toBeVisible()
  await expect(box.getByRole('combobox', { name: 'Requester' })).toHaveValue('jan')
  await page.keyboard.press('Escape')
  await expect(box).toHaveCount(0)
  await expect(opener).toBeFocused()
})

test('the sidebar makes room below 960 px, unless one chose how it is', async ({ page, desk, signIn }) => {
  await signIn(page, desk.ana)
  await page.goto('/help')
  const sidebar = page.getByRole('button', { name: /^(Narrow|Widen) the sidebar/ })
  await expect(sidebar).toHaveAttribute('aria-expanded', 'true')
  await page.setViewportSize({ width: 959, height: 700 })
  await expect(sidebar).toHaveAttribute('aria-expanded', 'false')
  await sidebar.click()
  await expect(sidebar).toHaveAttribute('aria-expanded', 'true')
  await page.reload()
  await expect(sidebar).toHaveAttribute('aria-expanded', 'true')
})
