import { expect, test } from './fixtures.ts'

test.setTimeout(120_000)
test('shots', async ({ desk, openAs }) => {
  const ticket = await desk.ticket({ subject: 'Laptop will not boot after the update of last night' })
  await desk.reply(
    ticket.id,
    'Hello Jane,\n\nplease hold the power key for ten seconds, then try:\n\n- plug it in\n- press F2\n\nSee https://example.org/help for pictures.',
  )
  await desk.note(ticket.id, '@Ben have we a spare one? The warranty ended in May.')
  await desk.call(desk.ben, 'POST', `/tickets/${ticket.id}/assign`, { assigneeId: desk.ana.id })
  await desk.call(desk.ben, 'PATCH', `/tickets/${ticket.id}`, { priority: 'P1' })
  const now = await desk.read(ticket.id)
  await fetch(`${desk.url}/api/v1/tickets/${ticket.id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${desk.ben.key}`,
      'content-type': 'application/json',
      'if-match': `"v${now.version}"`,
    },
    body: JSON.stringify({ priority: 'P1' }),
  })
  await desk.call(desk.jane, 'POST', `/tickets/${ticket.id}/replies`, {
    bodyHtml:
      '<p>It works now, <b>thanks</b>! Just <code>F2</code> was enough.</p><pre>BIOS 1.2\nok</pre><p>On 3 March 2026 Ana wrote:</p><blockquote>Try again</blockquote>',
  })
  await desk.call(desk.jane, 'POST', `/tickets/${ticket.id}/replies`, {
    bodyHtml:
      '<table width="600" style="background-color:#123456;color:#ffffff"><tr><td style="padding:20px"><h1>Your order</h1><p>Thanks for ordering a laptop.</p><img src="https://example.org/pixel.png" width="100" height="40"></td><td bgcolor="#ffffff" style="color:#333333">Total<br>1,200</td></tr></table>',
  })
  for (const scheme of ['light', 'dark'] as const)
    for (const [name, viewport] of [
      ['wide', { width: 1440, height: 900 }],
      ['phone', { width: 390, height: 844 }],
    ] as const) {
      const page = await openAs(desk.ana, { colorScheme: scheme, viewport })
      await page.goto(`/tickets/${ticket.key}`)
      await expect(page.locator('[data-message]')).toHaveCount(5, { timeout: 20_000 })
      await page.waitForTimeout(1500)
      await page.screenshot({ path: `/tmp/s3/shots/d-${name}-${scheme}.png` })
      await page.getByRole('region', { name: 'Conversation' }).evaluate((b) => b.scrollTo(0, 1e6))
      await page.waitForTimeout(500)
      await page.screenshot({ path: `/tmp/s3/shots/d-${name}-${scheme}-end.png` })
      await page.getByRole('tab', { name: 'Timeline' }).click()
      await page.waitForTimeout(300)
      await page.screenshot({ path: `/tmp/s3/shots/d-${name}-${scheme}-timeline.png` })
      await page.close()
    }
})
