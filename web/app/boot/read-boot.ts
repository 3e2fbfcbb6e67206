import { type Boot, readLook } from '../../../contracts/boot.ts'
import { unmaskedToken } from '../../../contracts/boot-token.ts'

/** What a page is without its payload: nobody signed in, everything as it is by default. */
const EMPTY: Boot = {
  session: null,
  landing: null,
  streamCursor: null,
  deskName: null,
  isSetUp: true,
  look: readLook(''),
  locale: 'en',
}

/** Reads what `index.html` brought along. The text is taken out of the page, so that no later script finds it there. */
export function readBoot(page: Document): Boot {
  const element = page.getElementById('boot')
  const text = element?.textContent
  element?.remove()
  return typeof text === 'string' && text !== '' ? unmasked(JSON.parse(text) as Boot) : EMPTY
}

function unmasked(boot: Boot): Boot {
  const hidden = boot.session?.csrfToken ?? null
  if (boot.session === null || hidden === null) return boot
  return { ...boot, session: { ...boot.session, csrfToken: unmaskedToken(hidden) } }
}
