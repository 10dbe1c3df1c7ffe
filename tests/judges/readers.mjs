#!/usr/bin/env node
// usage: readers.mjs book.epub [outdir]
// Opens the book in two real readers, epub.js and foliate-js, inside Chromium; turns to every item of the spine, follows
// every entry of the navigation, and goes where a reader goes: to the end of the contents, to a note and back, along a link
// to another document, to a page of the page list; what it went to must be on the screen. Prints JSON; passes when its
// `problems` is empty. With outdir, leaves there a screenshot of the first page of each item, and of two of them in large
// type at night. In a book with fonts of its own, every letter but those of formulas and the arrows back from notes must be
// shown in one of them. Exit codes as in common.sh.
import { createRequire } from 'node:module'
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const modules = path.join(path.resolve(process.env.JUDGES || path.join(here, '../../target/judges')), 'node_modules')
const patience = 60_000 // milliseconds for one step; a busy machine needs them, a good one never waits

const fail = (code, message) => {
  console.error(`readers: ${message}`)
  process.exit(code)
}

// --- the readers: `open`, `show` and `resolve` run inside the browser's page ---

const epubjs = {
  name: 'epub.js',
  page: `<!doctype html><meta charset="utf-8"><style>html, body, #view { margin: 0; height: 100% }</style><div id="view"></div>
    <script src="/modules/jszip/dist/jszip.min.js"></script><script src="/modules/epubjs/dist/epub.js"></script>`,
  loaded: () => 'ePub' in window,
  open: async () => {
    const book = (window.book = ePub('/book.epub'))
    const failure = new Promise((_, reject) => book.on('openFailed', reject)) // of which `ready` knows nothing
    await Promise.race([book.ready, failure])
    window.rendition = book.renderTo('view', { width: 900, height: 1100, spread: 'none' })
    const flat = (items, depth = 0) =>
      items.flatMap(item => [{ label: (item.label ?? '').trim(), href: item.href, depth }, ...flat(item.subitems ?? [], depth + 1)])
    return {
      title: book.packaging.metadata.title,
      spine: book.spine.spineItems.map(item => item.href),
      toc: flat(book.navigation.toc),
      landmarks: book.navigation.landmarks.map(({ label, href }) => ({ label, href, depth: 0 })),
      pages: book.pageList.pageList.map(({ page, href }) => ({ label: `${page}`, href, depth: 0 })),
    }
  },
  show: async index => {
    const failure = new Promise((_, reject) => rendition.once('displayerror', why => reject(new Error(why.message ?? why))))
    await Promise.race([rendition.display(index), failure])
    const contents = rendition.getContents().find(contents => contents.sectionIndex === index)
    if (!contents) throw new Error('another item is shown in its place')
    window.shown = contents.document
  },
  resolve: href => book.spine.get(href)?.index ?? null,
  go: href => rendition.display(href),
  current: () => {
    const [contents] = rendition.getContents()
    return { doc: contents?.document, index: contents?.sectionIndex }
  },
  night: async () => {
    rendition.themes.override('color', '#dddddd')
    rendition.themes.override('background', '#111111')
    rendition.themes.fontSize('170%')
  },
}

const foliate = {
  name: 'foliate-js',
  page: `<!doctype html><meta charset="utf-8"><style>html, body { margin: 0; height: 100% } foliate-view { display: block; height: 100% }</style>
    <script type="module">import '/modules/foliate-js/view.js'</script>`,
  loaded: () => Boolean(customElements.get('foliate-view')),
  open: async () => {
    const view = (window.view = document.createElement('foliate-view'))
    document.body.append(view)
    await view.open('/book.epub')
    view.addEventListener('load', event => (window.latest = event.detail))
    view.renderer.setAttribute('flow', 'paginated')
    view.renderer.setAttribute('max-column-count', '1')
    const { metadata, sections, toc, landmarks, pageList } = view.book
    const flat = (items, depth = 0) =>
      (items ?? []).flatMap(item => [{ label: (item.label ?? '').trim(), href: item.href, depth }, ...flat(item.subitems, depth + 1)])
    return {
      title: metadata.title,
      spine: sections.map(section => section.id),
      toc: flat(toc),
      landmarks: flat(landmarks),
      pages: flat(pageList),
    }
  },
  show: async index => {
    await view.renderer.goTo({ index })
    if (window.latest?.index !== index) throw new Error('another item is shown in its place')
    window.shown = latest.doc
  },
  resolve: href => view.book.resolveHref(href)?.index ?? null,
  go: href => view.goTo(href),
  current: () => ({ doc: window.latest?.doc, index: window.latest?.index }),
  night: async () => {
    view.renderer.setStyles?.('html { color: #ddd; background: #111; font-size: 170% } a { color: inherit }')
  },
}

// Inside the page: true when a place of the shown document is on the screen.
const onScreen = id => {
  const { doc } = window.current()
  const element = doc?.getElementById(id)
  if (!element) return false
  const [place, frame] = [element.getBoundingClientRect(), doc.defaultView.frameElement.getBoundingClientRect()]
  const [x, y] = [frame.left + place.left, frame.top + place.top]
  return x >= -2 && x < innerWidth && y >= -2 && y < innerHeight
}

// Inside the page: clicks the link that stands at a place in the list of all links of the shown document.
const click = at => {
  window.current().doc.querySelectorAll('a[href]')[at].click()
}

// Inside the page: waits until the shown document has settled, and describes it.
const describe = async () => {
  const doc = window.shown
  await doc.fonts.ready
  await Promise.all([...doc.images].map(image => image.decode().catch(() => {})))
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  const body = doc.body ?? doc.documentElement
  return {
    text: (body.innerText ?? body.textContent).replace(/\s+/g, ' ').trim().slice(0, 60),
    pictures: body.querySelectorAll('img, svg, math, video, audio').length + (body.localName === 'svg' ? 1 : 0),
    fonts: [...doc.fonts].map(font => ({ family: font.family, status: font.status })),
    error: doc.querySelector('parsererror')?.textContent ?? null,
    brokenImages: [...doc.images].filter(image => image.complete && !image.naturalWidth).map(image => image.alt || image.src),
    ids: [...doc.querySelectorAll('[id]')].map(element => element.id),
    links: [...doc.querySelectorAll('a[href]')].map(link => ({ href: link.getAttribute('href'), role: link.getAttribute('role') })),
  }
}

// Which fonts show the text of the documents in the page: for each family how many glyphs, those of the book apart.
async function shownIn(session) {
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true })
  const elements = []
  const shown = { own: new Set(), others: new Map(), arrows: 0 }
  const visit = (node, inside) => {
    const name = node.localName
    if (['head', 'script', 'style', 'math'].includes(name)) return
    const attributes = node.attributes ?? []
    if (attributes.includes('hidden')) return
    if (attributes[attributes.indexOf('class') + 1]?.split(' ').includes('back')) return void (shown.arrows += 1)
    const children = node.children ?? []
    if (inside && children.some(child => child.nodeType === 3 && child.nodeValue.trim())) elements.push(node.nodeId)
    for (const child of [...children, ...(node.shadowRoots ?? [])]) visit(child, inside)
    if (node.contentDocument) visit(node.contentDocument, true)
  }
  visit(root, false)
  for (const nodeId of elements.slice(0, 400)) {
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId }).catch(() => ({ fonts: [] }))
    for (const font of fonts) {
      if (font.isCustomFont) shown.own.add(font.postScriptName ?? font.familyName)
      else shown.others.set(font.familyName, (shown.others.get(font.familyName) ?? 0) + font.glyphCount)
    }
  }
  return shown
}

// --- the walk ---

class Late extends Error {}

const within = (promise, what) => {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Late(`${what} took more than ${patience / 1000} s`)), patience)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
const reason = error => error.message.split('\n')[0].replace(/^page\.evaluate: (Error: )?/, '')

async function walk(reader, browser, base, outdir, problem) {
  const page = await browser.newPage({ viewport: { width: 900, height: 1100 } })
  page.setDefaultTimeout(patience)
  page.on('console', message => {
    if (message.type() === 'error') problem(`console: ${message.text()} ${message.location().url}`.trim())
  })
  page.on('pageerror', error => problem(`script error: ${reason(error)}`))
  page.on('request', request => {
    if (!/^(blob|data|about):/.test(request.url()) && !request.url().startsWith(base)) problem(`asks the network for ${request.url()}`)
  })
  await page.goto(`${base}/${reader.name}`)
  await page.waitForFunction(reader.loaded)

  const session = await page.context().newCDPSession(page)
  await session.send('DOM.enable')
  await session.send('CSS.enable')
  const own = new Set()
  const book = await within(page.evaluate(reader.open), 'opening the book')
  if (!book.spine.length) problem('the spine is empty')
  const items = []
  for (const [index, href] of book.spine.entries()) {
    const item = { href }
    items.push(item)
    try {
      await within(page.evaluate(reader.show, index), `showing ${href}`)
      Object.assign(item, await within(page.evaluate(describe), `settling ${href}`))
    } catch (error) {
      if (error instanceof Late) throw error // stuck: the next items would wait as long
      problem(`${href}: cannot be shown: ${reason(error)}`)
      continue
    }
    if (item.error) problem(`${href}: not well-formed: ${item.error.replace(/\s+/g, ' ').slice(0, 200)}`)
    if (!item.text && !item.pictures) problem(`${href}: shows nothing`)
    for (const image of item.brokenImages) problem(`${href}: image is not shown: ${image}`)
    for (const font of item.fonts) if (font.status === 'error') problem(`${href}: font does not load: ${font.family}`)
    if (item.fonts.length) {
      const shown = await within(shownIn(session), `looking at the fonts of ${href}`)
      shown.own.forEach(font => own.add(font))
      for (const [family, glyphs] of shown.others) if (glyphs > shown.arrows) problem(`${href}: ${glyphs} glyphs are shown in ${family}, not in a font of the book`)
      if (item.text && !item.fonts.some(font => font.status === 'loaded')) problem(`${href}: no font of the book is loaded`)
    }
    if (outdir) await page.screenshot({ path: path.join(outdir, `${reader.name}-${String(index).padStart(3, '0')}.png`) })
  }

  // Goes somewhere, by a link of an item or by an address, and waits until it is on the screen.
  const arrive = async (what, href, from, at) => {
    const file = from === undefined ? '' : items[from].href.split('/').pop()
    const address = href.startsWith('#') ? file + href : href
    const known = [address, ...items.map(item => item.href).filter(item => item.endsWith('/' + address.split('#')[0])).map(item => `${item}${address.includes('#') ? '#' + address.split('#')[1] : ''}`)]
    try {
      let index = null
      for (const name of known) index ??= await page.evaluate(reader.resolve, name)
      if (index === null) return problem(`${what}: leads nowhere: ${href}`)
      if (at === undefined) await within(page.evaluate(reader.go, href), `going to ${href}`)
      else {
        await within(page.evaluate(reader.show, from), `showing ${items[from].href}`)
        await page.evaluate(click, at)
      }
      await page.waitForFunction(wanted => window.current().index === wanted, index, { timeout: 10_000 })
      const id = decodeURIComponent(address.split('#')[1] ?? '')
      const seen = timeout => page.waitForFunction(onScreen, id, { timeout })
      // A picture that comes in late moves what stands below it; who turned to a page turns to it again.
      if (id && at === undefined) await seen(3_000).catch(async () => (await page.evaluate(reader.go, href), await seen(10_000)))
      else if (id) await seen(10_000)
    } catch (error) {
      problem(`${what}: ${href} does not come on the screen: ${reason(error)}`)
    }
  }
  await page.evaluate(`window.current = ${reader.current}`)
  const linkOf = wanted => {
    for (const [from, item] of items.entries()) {
      const at = (item.links ?? []).findIndex(wanted)
      if (at >= 0) return { from, at, href: item.links[at].href }
    }
  }
  const walked = []
  const went = async (what, link) => {
    if (!link) return
    walked.push(what)
    await arrive(what, link.href, link.from, link.at)
  }
  const isDocument = href => /^[^:]+\.xhtml#/.test(href)
  await went('contents', book.toc.filter(entry => entry.href).map(({ href }) => ({ href })).at(-1))
  await went('note', linkOf(link => link.role === 'doc-noteref'))
  await went('way back', linkOf(link => link.role === 'doc-backlink'))
  await went('cross link', linkOf(link => !link.role && isDocument(link.href)))
  const numbered = book.pages.filter(entry => entry.href)
  await went('page', numbered[Math.floor(numbered.length * 0.6)])

  if (outdir) {
    await page.evaluate(reader.night)
    const pictured = items.findIndex((item, index) => index > 1 && item.pictures)
    for (const index of new Set([pictured, Math.floor(items.length / 2)])) {
      if (index < 0) continue
      await within(page.evaluate(reader.show, index), `showing ${items[index].href} at night`)
      await within(page.evaluate(describe), `settling ${items[index].href}`)
      await page.screenshot({ path: path.join(outdir, `${reader.name}-night-${String(index).padStart(3, '0')}.png`) })
    }
  }

  if (!book.toc.length) problem('the table of contents is empty')
  for (const list of ['toc', 'landmarks', 'pages']) {
    for (const { label, href } of book[list]) {
      if (!label) problem(`${list}: an entry has no label: ${href}`)
      if (!href) continue // a heading without a link
      const index = await page.evaluate(reader.resolve, href)
      const id = decodeURIComponent(href.split('#')[1] ?? '')
      if (items[index] === undefined) problem(`${list}: "${label}" leads nowhere: ${href}`)
      else if (id && items[index].ids && !items[index].ids.includes(id)) problem(`${list}: "${label}" leads to a missing id: ${href}`)
    }
  }
  await page.close()
  return {
    title: book.title,
    toc: book.toc,
    landmarks: book.landmarks.length,
    pages: book.pages.length,
    walked,
    ownFonts: [...own].sort(),
    spine: items.map(({ href, text, pictures, fonts }) => ({ href, text, pictures, fonts: fonts?.map(font => `${font.family} ${font.status}`) })),
  }
}

// --- the server and the browser ---

const types = { '.js': 'text/javascript', '.epub': 'application/epub+zip', '.css': 'text/css', '.svg': 'image/svg+xml' }
const readers = [epubjs, foliate]

function serve(book) {
  return http.createServer((request, response) => {
    const url = decodeURIComponent(request.url.split('?')[0])
    const reader = readers.find(reader => url === `/${reader.name}`)
    if (reader) return response.setHeader('content-type', 'text/html').end(reader.page)
    if (url === '/favicon.ico') return response.writeHead(204).end()
    const file = url === '/book.epub' ? book : url.startsWith('/modules/') ? path.join(modules, url.slice('/modules/'.length)) : ''
    if (!fs.existsSync(file)) return response.writeHead(404).end()
    response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream').end(fs.readFileSync(file))
  })
}

const [book, outdir, ...rest] = process.argv.slice(2)
if (!book || rest.length) fail(2, 'usage: readers.mjs book.epub [outdir]')
if (!fs.existsSync(book)) fail(2, `cannot read ${book}`)
for (const name of ['playwright-core', 'epubjs', 'jszip', 'foliate-js']) {
  if (!fs.existsSync(path.join(modules, name))) fail(3, `not installed: run tests/judges/install (${name} is missing)`)
}
if (outdir) fs.mkdirSync(outdir, { recursive: true })

const { chromium } = createRequire(path.join(modules, 'x.js'))('playwright-core')
const server = serve(book)
await new Promise(done => server.listen(0, '127.0.0.1', done))
const browser = await chromium
  .launch({ executablePath: path.join(here, 'chromium-offline'), headless: true, timeout: patience })
  .catch(error => {
    const missing = error.message.match(/not installed: .*/)
    missing ? fail(3, missing[0]) : fail(2, `Chromium does not start: ${error.message}`)
  })

const problems = new Set()
const report = { book, readers: {} }
for (const reader of readers) {
  const problem = message => problems.add(`${reader.name}: ${message}`)
  try {
    report.readers[reader.name] = await walk(reader, browser, `http://127.0.0.1:${server.address().port}`, outdir, problem)
  } catch (error) {
    problem(`gives up: ${reason(error)}`)
  }
}
await browser.close()
server.close()
console.log(JSON.stringify({ ...report, problems: [...problems] }, null, 1))
process.exitCode = problems.size ? 1 : 0
