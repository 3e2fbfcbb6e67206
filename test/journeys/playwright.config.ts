import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

// Read again by each worker: the folder is made once for the whole run.
process.env.JOURNEYS_OUTPUT ??= mkdtempSync(join(tmpdir(), 'docket-journeys-'))

/**
 * What Chromium is to leave out. Of two lists it heeds the last alone, so Playwright's own (1.65.1) comes first. Ours
 * is the panel under the address bar: a page of the browser's, loaded for each context, that cost as much as two
 * thirds of the rest of it (0.3 s of CPU time; nobody types an address here).
 */
const ABSENT_FEATURES = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
]

// Playwright asks for a default.
export default defineConfig({
  testDir: '.',
  // Pictures of every screen, for people to look at, in the folder that JOURNEYS_SHOTS names.
  testMatch: process.env.JOURNEYS_SHOTS === undefined ? '*.spec.ts' : '*.shots.ts',
  globalSetup: './global-setup.ts',
  outputDir: process.env.JOURNEYS_OUTPUT,
  // On two cores three take 6.0 minutes for all, two took 6.6.
  workers: 3,
  fullyParallel: true,
  // In CI a browser may be tried a second time; what passed only then is told as flaky (bin/test-reports.mjs).
  retries: process.env.CI === undefined ? 0 : 1,
  // Nothing is asserted by the clock: what comes true late has come true.
  timeout: 600_000,
  expect: { timeout: 120_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    colorScheme: 'light',
    trace: process.env.JOURNEYS_TRACE === undefined ? 'off' : 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        `--disable-features=${ABSENT_FEATURES.join(',')}`,
      ],
    },
  },
})
