// The script of /local-inbox: signs in where needed, lists mails, shows one, and answers it as its recipient.
const byId = (id) => document.getElementById(id)
const failure = byId('failure')
let csrfToken
let nextCursor
let shown

byId('sign-in').addEventListener('submit', (event) => handle(event, signIn))
byId('reply').addEventListener('submit', (event) => handle(event, reply))
byId('refresh').addEventListener('click', (event) => handle(event, () => list()))
byId('more').addEventListener('click', (event) => handle(event, () => list(nextCursor)))
void run(begin)

function handle(event, work) {
  event.preventDefault()
  void run(work)
}

/** Does one thing and says what went wrong, in one place. */
async function run(work) {
  failure.textContent = ''
  try {
    await work()
  } catch (error) {
    failure.textContent = error.detail ?? 'Docket does not answer. Check that it runs, then try again.'
    failure.focus()
  }
}

async function begin() {
  const me = await call('/api/v1/me').catch((problem) => {
    if (problem.status === 401) return undefined
    throw problem
  })
  byId('sign-in').hidden = me !== undefined
  byId('inbox').hidden = me === undefined
  if (me === undefined) return byId('email').focus()
  csrfToken = me.csrfToken
  await list()
}

async function signIn() {
  const fields = byId('sign-in').elements
  const body = { email: fields.email.value.trim(), password: fields.password.value }
  await call('/api/v1/session', { method: 'POST', body })
  fields.password.value = ''
  await begin()
}

/** Shows the newest mails, or with a cursor those behind the ones that are there. */
async function list(cursor) {
  const page = await call(
    `/api/v1/local-inbox?limit=20${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
  )
  const mails = byId('mails')
  if (cursor === undefined) mails.replaceChildren()
  mails.append(...page.items.map(entry))
  nextCursor = page.nextCursor ?? undefined
  byId('more').hidden = nextCursor === undefined
  byId('count').textContent = mails.childElementCount === 0 ? 'No mail yet.' : ''
}

function entry(mail) {
  const button = document.createElement('button')
  button.type = 'button'
  const subject = document.createElement('strong')
  subject.textContent = mail.subject
  const line = document.createElement('span')
  line.textContent = `to ${mail.to}, ${new Date(mail.at).toLocaleString()}`
  button.append(subject, line)
  button.addEventListener('click', (event) => handle(event, () => show(mail.id)))
  const item = document.createElement('li')
  item.append(button)
  return item
}

async function show(id) {
  shown = await call(`/api/v1/local-inbox/${id}`)
  byId('subject').textContent = shown.subject
  byId('from').textContent = shown.from
  byId('to').textContent = shown.to
  byId('at').textContent = new Date(shown.at).toLocaleString()
  byId('words').textContent = shown.text
  byId('html').srcdoc =
    `<!doctype html><meta name="color-scheme" content="light dark"><body style="font: 16px/1.5 system-ui, sans-serif; margin: 0.75rem">${shown.html}`
  byId('headers').textContent = shown.headers.map(({ name, value }) => `${name}: ${value}`).join('\n')
  byId('raw').href = `/api/v1/local-inbox/${id}/raw`
  byId('sent').textContent = ''
  byId('mail').hidden = false
  byId('subject').focus()
}

async function reply() {
  const field = byId('body')
  if (field.value.trim() === '') return field.focus()
  const path = `/api/v1/local-inbox/${shown.id}/reply`
  await call(path, { method: 'POST', body: { body: field.value } })
  field.value = ''
  byId('sent').textContent = 'Sent: it came in as mail.'
}

async function call(path, { method = 'GET', body } = {}) {
  const answer = await fetch(path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(csrfToken === undefined ? {} : { 'x-csrf-token': csrfToken }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const told = await answer.json()
  if (answer.ok) return told
  throw told
}
