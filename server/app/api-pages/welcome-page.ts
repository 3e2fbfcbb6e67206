import { sheet } from './layout.ts'
import { html, type Markup } from './markup.ts'

/** How to file a ticket from a terminal. */
export const CURL_TICKET = `curl $DOCKET_URL/api/v1/tickets \\
  -H "Authorization: Bearer $DOCKET_KEY" \\
  -H "Idempotency-Key: first-try" \\
  -H "Content-Type: application/json" \\
  -d '{"subject": "The printer hums", "body": "Since this morning."}'`

/** What stands in the web app's place where none is built: what Docket is and where to go on. */
export function welcomePage(): Markup {
  return sheet(html`<h1>Docket, a help desk</h1>
<p>Mail and API calls become tickets; people answer them in one place, and nobody answers over an unseen message.</p>
<div class="notice"><p>The web app is not built here. <code>npm start</code> builds it at its first start; of a desk that
runs otherwise, <code>node bin/build-web.mjs</code> does, and the next start shows it. The API works all the same.</p></div>
<h2>File a ticket</h2>
<pre><code>${CURL_TICKET}</code></pre>
<p><code>DOCKET_URL</code> is the address of this desk, <code>DOCKET_KEY</code> an API key. The answer has the ticket's <code>key</code>, such as <code>IT-1</code>.</p>
<h2>Go on</h2>
<ul>
<li><a href="/docs">The API, route by route</a></li>
<li><a href="/openapi.json">The same for programs (OpenAPI 3.1)</a></li>
<li><a href="/docs/errors">What each error means and what to do</a></li>
</ul>
<p class="quiet small">A desk that nobody has set up yet prints the address for it when it starts.</p>`)
}
