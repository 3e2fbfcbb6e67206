import { readFileSync } from 'node:fs'
import { PAGE_POLICY, type Page } from '../../platform/http/index.ts'
import { fresh, pageAnswer, sheet } from './layout.ts'
import { html, type Markup } from './markup.ts'

/** This page runs a script, its own, which sends the form as JSON. */
const POLICY = `${PAGE_POLICY}; script-src 'self'; connect-src 'self'; form-action 'none'`
const SCRIPT = readFileSync(new URL('setup-form.js', import.meta.url), 'utf8')

/** The form of the first set-up and its script. The token in the address stays in the browser until the form is sent. */
export const setupPages: readonly Page[] = [
  { path: '/setup', handle: async () => pageAnswer('Set up Docket', form(), { policy: POLICY }) },
  {
    path: '/setup.js',
    handle: async () => ({ status: 200, headers: fresh('text/javascript; charset=utf-8'), body: SCRIPT }),
  },
]

function form(): Markup {
  return sheet(html`<h1>Set up Docket</h1>
<div id="start">
<p>This makes your organisation, you as its owner, and the first team.</p>
<noscript><div class="notice">This form needs JavaScript. Without it, send the same by
<code>POST /api/v1/setup</code>: <a href="/docs#setUp">how</a>.</div></noscript>
<div class="notice" id="failure" role="alert" tabindex="-1"></div>
<form id="setup" method="post" novalidate>
${field('token', 'Set-up token', { hint: 'The last line that the start of Docket printed ends with it.' })}
<fieldset><legend>Your organisation</legend>
${field('organisation', 'Name', { autocomplete: 'organization' })}
</fieldset>
<fieldset><legend>You</legend>
${field('owner.name', 'Your name', { autocomplete: 'name' })}
${field('owner.email', 'Your mail address', { type: 'email', autocomplete: 'email' })}
${field('owner.password', 'Password', { type: 'password', autocomplete: 'new-password', hint: 'At least 12 characters. A few words are better than odd signs.' })}
</fieldset>
<fieldset><legend>The first team</legend>
${field('team.name', 'Name of the team', { value: 'IT' })}
${field('team.prefix', 'Prefix of its tickets', { value: 'IT', hint: '2 to 10 capital letters and digits, a letter first: tickets become IT-1, IT-2, ...' })}
</fieldset>
<button type="submit">Set up</button>
</form>
</div>
<div id="done" hidden>
<div class="notice good"><p><strong>Docket is set up.</strong> This is your API key. It is shown once: keep it in a safe
place now.</p></div>
<h2 id="key-title" tabindex="-1">Your API key</h2>
<pre aria-labelledby="key-title"><code class="secret" id="key"></code></pre>
<button type="button" id="copy">Copy the key</button> <span id="copied" role="status"></span>
<p><a class="button" id="enter" href="/">Open Docket</a></p>
<h2>File the first ticket by program</h2>
<pre><code id="first-ticket"></code></pre>
<p><a href="/docs">The API, route by route</a></p>
</div>
<script src="/setup.js" defer></script>`)
}

type FieldOptions = { type?: string; autocomplete?: string; hint?: string; value?: string }

function field(
  name: string,
  label: string,
  { type = 'text', autocomplete = 'off', hint, value = '' }: FieldOptions,
): Markup {
  const about = hint === undefined ? undefined : html`<span class="hint" id="${name}-hint">${hint}</span>`
  const describedBy = hint === undefined ? `${name}-wrong` : `${name}-hint ${name}-wrong`
  return html`<label for="${name}">${label}${about}</label>
<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}" aria-describedby="${describedBy}" required>
<span class="wrong" id="${name}-wrong"></span>`
}
