import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

const message = (page: Page) => page.locator('[data-message]').first()
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Each piece tries to run, to ask another server, or to look like the app. */
const HOSTILE = [
  '<script>window.parent.hacked = window.hacked = 1</script>',
  '<img src="https://pictures.example/a.png" onerror="window.hacked = 1" width="40" height="40">',
  '<img srcset="https://pictures.example/b.png 1x">',
  '<div style="background-image:url(https://pictures.example/c.png);position:fixed;inset:0;z-index:99">over</div>',
  '<link rel="stylesheet" href="https://pictures.example/d.css"><style>@import url(https://pictures.example/e.css); h1 { display: none }</style>',
  '<iframe src="https://pictures.example/f"></iframe><object data="https://pictures.example/g"></object>',
  '<svg onload="window.hacked = 1"><image href="https://pictures.example/h.png"/></svg>',
  '<video poster="https://pictures.example/i.png" autoplay><source src="https://pictures.example/j.mp4"></video>',
  '<form action="https://pictures.example/k"><input autofocus name="password"><button>Sign in</button></form>',
  '<a href="javascript:window.hacked = 1" id="main" class="fixed inset-0">press me</a>',
  '<meta http-equiv="refresh" content="0;url=https://pictures.example/l"><base href="https://pictures.example/">',
  '<p>Still readable</p>',
]

/** What nothing of a message may ever do; a request to another place fails the test by itself. */
async function expectUnharmed(page: Page): Promise<void> {
  const frames = page.frames().filter((frame) => !frame.isDetached())
  for (const frame of frames) expect(await frame.evaluate(() => 'hacked' in window)).toBe(false)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign in' })).toHaveCount(0)
  const over = await page.evaluate(() => document.elementFromPoint(5, 5)?.closest('[data-message]') !== null)
  expect(over).toBe(false)
}

test('hostile mail runs nothing and asks no other server until somebody loads its images', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  const bodyHtml = `<table><tr><td>${HOSTILE.join('')}</td></tr></table>`
  const ticket = await desk.ticket({ body: undefined, bodyHtml })
  await signIn(page, desk.ana)
  await page.goto(`/tickets/${ticket.key}`)
  const frame = message(page).frameLocator('iframe')
  await expect(frame.getByText('Still readable')).toBeVisible()
  await frame.getByText('press me').click()
  await expectUnharmed(page)

  allow(/foreign request: https:\/\/pictures\.example\/a\.png/)
  await page.route('https://pictures.example/**', (route) =>
    route.fulfill({ contentType: 'image/png', body: PIXEL }),
  )
  const asked = page.waitForRequest('https://pictures.example/a.png')
  await page.getByRole('button', { name: 'Load images' }).click()
  expect((await (await asked).allHeaders()).referer).toBeUndefined()
  await expect(frame.getByText('Still readable')).toBeVisible()
  await expectUnharmed(page)
})

test('what the desk failed to clean is cleaned in the page', async ({ page, desk, signIn, allow }) => {
  // The page's policy speaks up while the text is read into a document that is never shown.
  allow(/violates the following Content Security Policy directive/)
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await page.route(/\/messages\?/, async (route) => {
    const answer = await route.fetch()
    const body = await answer.json()
    // Without what would put it into a frame.
    body.items[0].bodyHtml = HOSTILE.filter((piece) => !piece.includes('background')).join('')
    await route.fulfill({ response: answer, json: body })
  })
  await page.goto(`/tickets/${ticket.key}`)
  await expect(message(page).getByText('Still readable')).toBeVisible()
  await message(page).getByText('press me').click()
  await expectUnharmed(page)
  await expect(page.locator('iframe')).toHaveCount(0)
})

test('laid-out mail keeps white paper in the dark; plain mail takes the theme', async ({ desk, openAs }) => {
  const designed =
    '<table width="500"><tr><td style="background-color:#ffffff;color:#333333">Total 1,200</td></tr></table>'
  const ticket = await desk.ticket({ body: undefined, bodyHtml: designed })
  await desk.reply(ticket.id, 'Plain words')
  const page = await openAs(desk.ben, { colorScheme: 'dark' })
  await page.goto(`/tickets/${ticket.key}`)
  const paper = message(page).frameLocator('iframe').locator('html')
  await expect(paper).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  const frame = message(page).locator('iframe')
  await expect
    .poll(() =>
      frame.evaluate(
        (box: HTMLIFrameElement) =>
          box.clientHeight - (box.contentDocument?.documentElement.scrollHeight ?? 1e4),
      ),
    )
    .toBeGreaterThanOrEqual(0)
  const plain = page.locator('[data-message]').nth(1)
  await expect(plain).toContainText('Plain words')
  await expect(plain).toHaveCSS('background-color', 'rgb(22, 25, 31)')
})
