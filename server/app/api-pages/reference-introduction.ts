import { html, type Markup } from './markup.ts'
import { CURL_TICKET } from './welcome-page.ts'

/** What holds for all routes, said once at the top of the reference. */
export function introduction(): Markup {
  return html`<h1>The API of Docket</h1>
<section id="start">
<p>JSON over HTTP. Names are in camelCase, times are RFC 3339 in UTC. What a request does not know is refused, not
passed over. The same description for programs: <a href="/openapi.json">OpenAPI 3.1</a>.</p>
<pre><code>${CURL_TICKET}</code></pre>
<h4>Who is calling</h4>
<p>Send an API key as <code>Authorization: Bearer dk_...</code>. It acts as its owner, within its scopes. A browser
signs in and has a session cookie instead; what changes something then also needs <code>X-CSRF-Token</code>.</p>
<h4>Sending again</h4>
<p>With an <code>Idempotency-Key</code> of your choice a request is done once, however often it arrives within 24 hours:
the first answer returns.</p>
<h4>Changing what others change too</h4>
<p>Answers carry a version as <code>ETag: "v3"</code>. Send it back as <code>If-Match</code>; if somebody was faster you
get <a href="/docs/errors/version-mismatch">version-mismatch</a> and nothing is overwritten.</p>
<h4>Lists</h4>
<p>A list answers <code>items</code> and <code>nextCursor</code>; give that as <code>cursor</code> to read on, until it is
null. <code>limit</code> is 1 to 100, and 50 unless told.</p>
<h4>Errors</h4>
<p>Every refusal is a problem (<abbr title="Problem Details for HTTP APIs">RFC 9457</abbr>) with a <code>code</code> that
never changes, a <code>detail</code> for people and a <code>requestId</code> that finds it in the log.
<a href="/docs/errors">All codes</a>.</p>
</section>`
}
