import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { closeHtmlWorkers, sanitizeHtml, textToHtml } from './index.ts'
import { htmlCaps } from './safe-html.ts'
import { sanitizeWith } from './sanitize-html.ts'
import { createWorkerPool } from './worker-pool.ts'

afterAll(closeHtmlWorkers)

const clean = async (html: string) => (await sanitizeHtml(html)).html

/** Markup that could run or load something: in tags only, text may speak of `onclick=` freely. */
function dangerIn(html: string): string[] {
  const tags = html.match(/<[^>]*>/g) ?? []
  return tags.filter(
    (tag) =>
      /<\/?(?:script|style|form|iframe|object|embed|svg|math|base|meta|link|input|template|noscript)/i.test(
        tag,
      ) ||
      /[\s/"'](?:on\w+|srcdoc|formaction|xlink:href|srcset)\s*=/i.test(tag.replace(/"[^"]*"/g, '""')) ||
      /(?:href|src)="\s*(?:javascript|vbscript|data:(?!image))/i.test(tag) ||
      /url\(|expression|-moz-binding/i.test(tag.match(/style="([^"]*)"/)?.[1] ?? ''),
  )
}

const probes: Record<string, string> = {
  'plain script': '<script>alert(1)</script>',
  'script in pieces': '<scr<script>ipt>alert(1)</scr</script>ipt>',
  'event handler': '<img src=x onerror=alert(1)>',
  'handler without space': '<img/src="x"/onerror=alert(1)>',
  'svg onload': '<svg onload=alert(1)><g/onload=alert(2)></svg>',
  'svg with html inside': '<svg><p><style><img src=1 onerror=alert(1)></style></p></svg>',
  'mXSS through math':
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  'mXSS through form': '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  'mXSS through noscript': '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  'mXSS through textarea':
    '<svg></p><textarea><a title="</textarea><img src onerror=alert(1)>"></textarea></svg>',
  'mXSS through a comment': '<!--><img src=x onerror=alert(1)>--><p>x',
  'comment with a bang': '<!-- --!><img src=x onerror=alert(1)> -->',
  'xmp and plaintext': '<xmp><p title="</xmp><svg/onload=alert(1)>"></xmp><plaintext><script>x',
  'iframe srcdoc': '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  'object and embed': '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
  base: '<base href="https://evil.example/"><a href="x">y</a>',
  'meta refresh': '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  'form and button':
    '<form action="https://e"><button formaction="javascript:alert(1)">x</button><input autofocus onfocus=alert(1)></form>',
  javascript: '<a href="javascript:alert(1)">x</a>',
  'javascript with a tab': '<a href="java\tscript:alert(1)">x</a>',
  'javascript with a newline': '<a href="java\nscript:alert(1)">x</a>',
  'javascript as entities': '<a href="&#106;&#x61;vascript&colon;alert(1)">x</a>',
  'javascript with controls': '<a href="\u0001 javascript:alert(1)">x</a>',
  vbscript: '<a href="vbscript:msgbox(1)">x</a>',
  'data html':
    '<a href="data:text/html,<script>alert(1)</script>">x</a><img src="data:image/svg+xml,<svg onload=alert(1)>">',
  'style url': '<div style="background:url(javascript:alert(1));width:expression(alert(1))">x</div>',
  'style element': '<style>@import "https://evil.example/x.css";</style>',
  'blocked source of its own': '<img data-blocked-src="javascript:alert(1)">',
  template: '<template><img src=x onerror=alert(1)></template>',
  'nul bytes': '<scr\0ipt>alert(1)</scr\0ipt><img src=x on\0error=alert(1)>',
}

describe('nothing that runs or loads survives', () => {
  test.each(Object.entries(probes))('%s', async (_name, html) => {
    const safe = await clean(`before ${html} after`)
    expect(dangerIn(safe)).toEqual([])
    expect(safe).toContain('before')
    expect(await clean(safe)).toBe(safe)
  })

  test('markup that reads differently the second time is settled before it is handed out', async () => {
    const once = await clean('<p><foo><div>x</div></foo></p><a href="https://a.example/"><foo><table><a>y')
    expect(await clean(once)).toBe(once)
    expect(await clean('<p><foo><div>x</div></foo></p>')).toBe('<p></p><div>x</div><p></p>')
  })

  const piece = fc.oneof(
    fc.constantFrom(...Object.values(probes)),
    fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '=',
      '</p>',
      '<p>',
      '<div ',
      '<!--',
      '-->',
      '<a href=',
      ' onload=x ',
      '<img src=',
    ),
    fc.constantFrom(
      'javascript:',
      '<script>',
      '</script>',
      '<svg>',
      '<math>',
      '<style>',
      '<table><td>',
      '<foo>',
      '&lt;',
      '\0',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
  test('random markup: no script, no handler, no javascript address, and stable when sanitised again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 25 }), async (pieces) => {
        const safe = await clean(pieces.join(''))
        expect(dangerIn(safe)).toEqual([])
        expect(safe).not.toContain('<script')
        expect(await clean(safe)).toBe(safe)
      }),
      { numRuns: 400 },
    )
  })
})

describe('what is kept', () => {
  test('links open apart and tell nothing; relative ones lose their address', async () => {
    expect(await clean('<a href="https://a.example/x?y=1&z=2" target=_top>l</a>')).toBe(
      '<a href="https://a.example/x?y=1&amp;z=2" target="_blank" rel="noopener noreferrer nofollow">l</a>',
    )
    expect(await clean('<a href="/api/v1/session">l</a>')).toBe('<a>l</a>')
  })

  test('remote images are blocked and counted, their address kept aside', async () => {
    const { html, blockedImages } = await sanitizeHtml(
      '<img src="http://t.example/a.gif"><img src="//t.example/b.gif"><img src="\\\\t.example/c.gif"><img src="/d.gif" alt="d">',
    )
    expect(blockedImages).toBe(3)
    expect(html).toBe(
      '<img data-blocked-src="http://t.example/a.gif" /><img data-blocked-src="https://t.example/b.gif" />' +
        '<img data-blocked-src="https://t.example/c.gif" /><img alt="d" />',
    )
  })

  test('cid images become a placeholder, or our address when it is known', async () => {
    expect(await clean('<img src="cid:a%40b">')).toBe('<img data-cid="a@b" />')
    const options = { cidUrls: { 'a@b': '/api/v1/attachments/1' } }
    const { html } = await sanitizeHtml('<img src="CID:a@b"><img src="cid:toString">', options)
    expect(html).toBe('<img data-cid="a@b" src="/api/v1/attachments/1" /><img data-cid="toString" />')
    expect((await sanitizeHtml(html, options)).html).toBe(html)
  })

  test('small raster data images stay, large ones and svg do not', async () => {
    const small = '<img src="data:image/png;base64,aGVsbG8=" />'
    expect(await clean(small)).toBe(small)
    expect(await clean(`<img src="data:image/png;base64,${'A'.repeat(70_000)}">`)).toBe('<img />')
    expect(await clean('<img src="data:image/svg+xml;base64,aGVsbG8=">')).toBe('<img />')
  })

  test('style keeps looks and drops what moves, hides or loads', async () => {
    const style =
      'color:#123456;position:fixed;display:none;margin:-99px;padding:4px;background:url(x);opacity:0'
    expect(await clean(`<p style="${style}">x</p>`)).toBe('<p style="color:#123456;padding:4px">x</p>')
  })

  test('text follows the sanitised markup: quotes marked, cells parted, scripts absent', async () => {
    const { text } = await sanitizeHtml(
      '<style>p{}</style><p>Hi&nbsp;there</p><script>x</script><table><tr><td>a</td><td>b</td></tr></table><blockquote>old</blockquote>',
    )
    expect(text).toBe('Hi there\n\na b\n\n> old')
  })
})

describe('caps', () => {
  test.each([
    ['div', '<div>'.repeat(100_000)],
    ['unclosed cells with paragraphs', '<td><p>'.repeat(100_000)],
    ['end tags hidden in attributes', '<div x="</div>">'.repeat(60_000)],
    ['end tags hidden in comments', '<div><!--</div>-->'.repeat(50_000)],
    ['comments that are none', `${'<!--><div>'.repeat(50)}-->`.repeat(1_500)],
  ])('deep nesting is answered as escaped text: %s', async (_name, html) => {
    expect(await sanitizeHtml(`${html}<script>alert(1)</script>`)).toMatchObject({
      truncated: 'depth',
      blockedImages: 0,
    })
  })

  test('sloppy but flat markup is not taken for deep', async () => {
    for (const flat of [
      '<tr><td>x<td>y',
      '<li>x',
      '<p>x',
      '<br>',
      '<img src=x>',
      '<b>x</b>',
      '<a title="<b>">x</a>',
    ]) {
      expect(await sanitizeHtml(flat.repeat(5_000))).not.toHaveProperty('truncated')
    }
  })

  test('markup beyond 1 MiB is cut at a whole character and a whole tag', async () => {
    const big = await sanitizeHtml(
      `${'é'.repeat(524_280)}<a href="https://x.example/aaaaaaaaaaaaaaaaaaaaaaa">x</a>`,
    )
    expect(big.truncated).toBe('size')
    expect(big.html).toBe('é'.repeat(524_280))
    expect((await sanitizeHtml(`x${'é'.repeat(600_000)}`)).html).toBe(`x${'é'.repeat(524_287)}`)
  })

  test('many at once are all answered', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, (_, at) => clean(`<i>${at}</i>`)))
    expect(all).toEqual(Array.from({ length: 50 }, (_, at) => `<i>${at}</i>`))
  })

  test('a closed pool answers as escaped text instead of hanging', async () => {
    const pool = createWorkerPool(1)
    const pending = sanitizeWith(pool, '<b>x</b>', {}, htmlCaps)
    await pool.close()
    expect(await pending).toMatchObject({ html: '<p>x</p>', truncated: 'time' })
    expect(await sanitizeWith(pool, '<b>y</b>', {}, htmlCaps)).toMatchObject({ truncated: 'time' })
  })
})

describe('textToHtml', () => {
  test('escapes, parts paragraphs, keeps line ends, links bare addresses without the full stop', () => {
    expect(textToHtml('a <b> & "c"\r\nd\n\n\nsee https://x.example/?a=1&b=2.')).toBe(
      '<p>a &lt;b&gt; &amp; &quot;c&quot;<br />d</p>\n<p>see <a href="https://x.example/?a=1&amp;b=2" target="_blank" ' +
        'rel="noopener noreferrer nofollow">https://x.example/?a=1&amp;b=2</a>.</p>',
    )
  })

  test('any text gives markup without danger', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', 'http://a.b/"onload=x', 'javascript:x'),
        (a, b) => {
          expect(dangerIn(textToHtml(a + b))).toEqual([])
        },
      ),
    )
  })
})
