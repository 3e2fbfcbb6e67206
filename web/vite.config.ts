import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { messagesPlugin } from './build/messages-plugin.ts'
import { noSchemasPlugin } from './build/no-schemas-plugin.ts'
import { precompressPlugin } from './build/precompress-plugin.ts'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  cacheDir: '../node_modules/.cache/vite',
  publicDir: false,
  plugins: [react(), tailwind(), messagesPlugin(), noSchemasPlugin(), precompressPlugin()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    manifest: 'manifest.json',
    rolldownOptions: {
      // A dozen crumbs that every page needs would be a dozen requests before anything is seen.
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'ground',
              test: /rolldown.runtime|vite\/preload-helper|\/(contracts|web\/api)\/|\/web\/(app\/(boot\/|paths\.|who\.|shell\/(screen|connection-dot)\.|screens\/failure-facts\.)|locales\/(t|load-locale)\.|ui\/(late-code|late-piece|kbd|key-names|class-names|overlay-class|tip|toast|button|states|menu|avatar|skip-link)\.|ui\/time\/)|\/node_modules\/(lucide-react|react|react-dom|scheduler|@lingui|@base-ui\/react\/(internals\/csp-context|csp-provider))\//,
              minShareCount: 2,
            },
            {
              name: 'frame',
              test: /\/node_modules\/@tanstack\/(react-router|router-core|history|store|react-store|react-query)\//,
            },
          ],
        },
      },
      input: {
        app: fileURLToPath(new URL('index.html', import.meta.url)),
        portal: fileURLToPath(new URL('portal.html', import.meta.url)),
      },
      // No module of the app does anything but by what it exports: who takes one name from a folder's door gets that
      // alone. What makes a contract only makes it.
      treeshake: {
        moduleSideEffects: [
          { test: /\/(web\/(app|api|desk|portal|ui)|contracts)\/.*\.tsx?$/, sideEffects: false },
        ],
        manualPureFunctions: ['Type', 'Strict', 'Nullable', 'Page', 'defineRoute'],
      },
    },
    // Data addresses would need a wider policy for fonts and scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
  },
})
