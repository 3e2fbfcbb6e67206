import { FILE_LINK_PATH, openLinkedFile } from '../desk/attachments/index.ts'
import type { Database } from '../platform/db/index.ts'
import type { Page } from '../platform/http/index.ts'
import type { Storage } from '../platform/storage/index.ts'
import { pageAnswer, sheet } from './api-pages/layout.ts'
import { html } from './api-pages/markup.ts'

/** The page that hands out a file by its signed link, to somebody who need not sign in. Rule: docs/behaviour/attachments.md. */
export function filePage(deps: { db: Database; storage: Storage }): Page {
  return {
    path: FILE_LINK_PATH,
    async handle({ target }) {
      const file = await openLinkedFile(deps, target.split('?', 1)[0]?.split('/').at(-1) ?? '')
      if (file.kind === 'file') return { status: 200, headers: file.headers, body: file.bytes }
      const isEnded = file.kind === 'ended'
      const title = isEnded ? 'This link has ended' : 'There is no such file'
      const what = isEnded
        ? 'Links to files work for a while only. Ask for the file in your answer to the mail.'
        : 'Check that the whole link was copied. If it was, the file is not there any more.'
      return pageAnswer(title, sheet(html`<h1>${title}</h1><p>${what}</p>`), { status: isEnded ? 410 : 404 })
    },
  }
}
