import { readFileSync } from 'node:fs'
import { PAGE_POLICY, type Page } from '../../platform/http/index.ts'
import { fresh, pageAnswer, sheet } from './layout.ts'
import { html, type Markup } from './markup.ts'

/** The page runs a script, its own. A mail's HTML stands in a frame without scripts, forms, or a place of its own. */
const POLICY = `${PAGE_POLICY}; script-src 'self'; connect-src 'self'; form-action 'none'`
const SCRIPT = readFileSync(new URL('local-inbox.js', import.meta.url), 'utf8')

/** The local inbox: mails that would have left, were a mail server set, and a way to answer them. */
export const localInboxPages: readonly Page[] = [
  { path: '/local-inbox', handle: async () => pageAnswer('Local inbox', page(), { policy: POLICY }) },
  {
    path: '/local-inbox.js',
    handle: async () => ({ status: 200, headers: fresh('text/javascript; charset=utf-8'), body: SCRIPT }),
  },
]

function page(): Markup {
  return sheet(html`<h1>Local inbox</h1>
<p>While no mail server is set (<code>SMTP_URL</code>), mail does not leave: it is kept here as it would have left. Answer
one as its recipient would, and the answer comes in as mail.</p>
<noscript><div class="notice">This page needs JavaScript. Without it:
<a href="/docs#listLocalInbox">the same by the API</a>.</div></noscript>
<div class="notice" id="failure" role="alert" tabindex="-1"></div>
<form id="sign-in" method="post" novalidate hidden>
<h2>Sign in as an owner</h2>
<label for="email">Your mail address</label>
<input id="email" name="email" type="email" autocomplete="username" required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Sign in</button>
</form>
<div id="inbox" hidden>
<p><button type="button" id="refresh">Look again</button> <span id="count" role="status"></span></p>
<ul class="mails" id="mails" aria-label="Mails, newest first"></ul>
<button type="button" id="more" hidden>Older mails</button>
<article id="mail" hidden aria-labelledby="subject">
<h2 id="subject" tabindex="-1"></h2>
<dl class="fields">
<div><dt>From</dt><dd id="from"></dd></div>
<div><dt>To</dt><dd id="to"></dd></div>
<div><dt>At</dt><dd id="at"></dd></div>
</dl>
<h3>Text</h3>
<pre class="mail-text" id="words" tabindex="0" aria-label="Text of the mail"></pre>
<h3>HTML</h3>
<iframe class="mail-html" id="html" title="HTML of the mail" sandbox=""></iframe>
<details><summary>Header fields</summary><pre class="mail-text" id="headers"></pre></details>
<p><a id="raw" href="/local-inbox">The mail as a file</a></p>
<form id="reply" method="post" novalidate>
<label for="body">Reply as the requester<span class="hint" id="body-hint">It comes in from the address that this mail went to.</span></label>
<textarea id="body" name="body" rows="5" aria-describedby="body-hint" required></textarea>
<button type="submit">Send the reply</button> <span id="sent" role="status"></span>
</form>
</article>
</div>
<script src="/local-inbox.js" defer></script>`)
}
