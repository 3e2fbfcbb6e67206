import { expect, test } from '@playwright/test'
import { readManifest, weightKb } from './web-manifest.ts'

const INBOX = ['index.html']
const OVERLAYS = ['app/palette/', 'app/keys/', 'ui/']

test('what each part of the app weighs stays in its budget', () => {
  const build = readManifest()
  const inbox = build.filesOf(INBOX)
  const overlays = build.filesOf(OVERLAYS).difference(inbox)
  const seen = inbox.union(overlays)
  const detail = build.filesOf(['desk/tickets/detail/']).difference(seen)
  const editor = build.filesOf(['desk/composer/editor/']).difference(seen).difference(detail)
  const weights = {
    inbox: weightKb(inbox),
    overlays: weightKb(overlays),
    detail: weightKb(detail),
    editor: weightKb(editor),
    portal: weightKb(build.filesOf(['portal.html'])),
    all: weightKb(build.all()),
    styles: weightKb(build.styles()),
    fonts: weightKb(build.fonts()),
  }
  console.log(weights)
  const budgets = {
    inbox: 190,
    overlays: 80,
    detail: 45,
    editor: 115,
    portal: 120,
    all: 800,
    styles: 25,
    fonts: 50,
  }
  for (const [part, budget] of Object.entries(budgets))
    expect.soft(weights[part as keyof typeof weights], part).toBeLessThanOrEqual(budget)
})
