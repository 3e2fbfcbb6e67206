// The script of /setup: sends the form as JSON, shows what is wrong beside its field, and the API key once.
const form = document.getElementById('setup')
const failure = document.getElementById('failure')
const button = form.querySelector('button')
const fields = [...form.querySelectorAll('input')]

takeToken()
form.addEventListener('submit', (event) => {
  event.preventDefault()
  void send()
})
document.getElementById('copy').addEventListener('click', () => void copyKey())

/** Moves the token from the address into its field, so that it stays in no history and in no picture of the screen. */
function takeToken() {
  const token = new URLSearchParams(location.search).get('token')
  if (token === null) return
  form.elements.token.value = token
  history.replaceState(null, '', location.pathname)
  form.elements.organisation.focus()
}

async function send() {
  clearMarks()
  const missing = fields.filter((field) => field.value.trim() === '')
  for (const field of missing) mark(field, 'is required')
  if (missing.length > 0) return missing[0].focus()
  button.disabled = true
  try {
    await post()
  } catch {
    fail('Docket does not answer. Check that it runs, then try again.')
  } finally {
    button.disabled = false
  }
}

async function post() {
  const answer = await fetch('/api/v1/setup', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(values()),
  })
  const body = await answer.json()
  if (!answer.ok) return refuse(body)
  await signIn()
  showKey(body)
}

/** Signs the new owner in, so that "Open Docket" leads into the app; where it fails, the app asks for the password. */
async function signIn() {
  const { owner } = values()
  await fetch('/api/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: owner.email, password: owner.password }),
  }).catch(() => undefined)
}

/** The form as the API takes it: `owner.name` is `name` in `owner`. */
function values() {
  const body = {}
  for (const { name, value } of fields) {
    const [group, key] = name.split('.')
    const text = name === 'owner.password' ? value : value.trim()
    if (key === undefined) body[group] = text
    else body[group] = { ...body[group], [key]: text }
  }
  return body
}

function refuse(problem) {
  const errors = problem.errors ?? []
  let first
  for (const { path, message } of errors) {
    const field = form.elements.namedItem(path.slice(1).replaceAll('/', '.'))
    if (field === null) continue
    mark(field, message)
    first ??= field
  }
  if (problem.code === 'wrong-setup-token') {
    mark(form.elements.token, 'is not the token of the last start')
    first = form.elements.token
  }
  if (first === undefined) fail(problem.detail)
  else first.focus()
}

function mark(field, message) {
  field.setAttribute('aria-invalid', 'true')
  const label = form.querySelector(`label[for="${field.id}"]`).firstChild.textContent
  document.getElementById(`${field.id}-wrong`).textContent = `${label} ${inWords(field, message)}.`
}

/** What a schema says of patterns and lengths is for programs; the hint of the field says it for people. */
function inWords(field, message) {
  if (!/pattern|must NOT/.test(message)) return message
  const hint = document.getElementById(`${field.id}-hint`)?.textContent.replace(/\.$/, '')
  return hint === undefined ? 'is not valid' : `does not fit: ${hint}`
}

function clearMarks() {
  failure.textContent = ''
  for (const field of fields) {
    field.removeAttribute('aria-invalid')
    document.getElementById(`${field.id}-wrong`).textContent = ''
  }
}

function fail(sentence) {
  failure.textContent = sentence
  failure.focus()
}

function showKey({ apiKey }) {
  document.getElementById('start').hidden = true
  document.getElementById('done').hidden = false
  document.getElementById('key').textContent = apiKey
  document.getElementById('first-ticket').textContent = [
    `curl ${location.origin}/api/v1/tickets \\`,
    `  -H "Authorization: Bearer ${apiKey}" \\`,
    '  -H "Content-Type: application/json" \\',
    `  -d '{"subject": "The printer hums", "body": "Since this morning."}'`,
  ].join('\n')
  document.getElementById('key-title').focus()
}

async function copyKey() {
  const copied = document.getElementById('copied')
  try {
    await navigator.clipboard.writeText(document.getElementById('key').textContent)
    copied.textContent = 'Copied.'
  } catch {
    copied.textContent = 'Copying is not allowed here: select the key and copy it yourself.'
  }
}
