import { expect, it } from 'vitest'
import { mailHtml } from './mail-html.ts'

const files = [{ id: 'f1', url: '/api/v1/attachments/f1' }]
const contentIdOf = (id: string) => `${id}@example.org`
const own = '<img alt="a &gt; b" data-cid="x" src="/api/v1/attachments/f1" />'
const foreign = '<img src="/api/v1/attachments/f2" />'
const remote = '<img alt="logo" data-blocked-src="https://example.net/p.gif" />'

it('the desk’s copy of a picture is named by its id in the mail', () => {
  expect(mailHtml(`<p>${own}</p>`, files, { remoteImages: false, contentIdOf })).toEqual({
    html: '<p><img src="cid:f1@example.org" alt="a &gt; b" /></p>',
    shownFileIds: ['f1'],
  })
})

it('no picture leads to the desk, or to a file of another message', () => {
  expect(mailHtml(`a${foreign}b`, files, { remoteImages: true, contentIdOf }).html).toBe('ab')
})

it('a remote picture is an agent’s to send', () => {
  const sent = (remoteImages: boolean) => mailHtml(remote, files, { remoteImages, contentIdOf }).html
  expect(sent(true)).toBe('<img src="https://example.net/p.gif" alt="logo" />')
  expect(sent(false)).toBe('')
})
