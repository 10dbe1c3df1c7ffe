#!/usr/bin/env node
// usage: pictures.mjs book.pdf outdir
// Draws every page with three programs that share no code: pdf.js (in Chromium), poppler and MuPDF. Leaves NAME-001.png
// and so on in outdir, 36 dots an inch, and prints JSON; passes when each program draws every page and pdf.js has nothing
// to say. Whether the pictures are alike is for the caller to see. Exit codes as in common.sh.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const modules = path.join(path.resolve(process.env.JUDGES || path.join(here, '../../target/judges')), 'node_modules')
const patience = 120_000 // milliseconds for one step
const dpi = 36

const fail = (code, message) => {
  console.error(`pictures: ${message}`)
  process.exit(code)
}

const [book, outdir, ...rest] = process.argv.slice(2)
if (!book || !outdir || rest.length) fail(2, 'usage: pictures.mjs book.pdf outdir')
if (!fs.existsSync(book)) fail(2, `cannot read ${book}`)
for (const name of ['playwright-core', 'pdfjs-dist']) {
  if (!fs.existsSync(path.join(modules, name))) fail(3, `not installed: run tests/judges/install (${name} is missing)`)
}
fs.mkdirSync(outdir, { recursive: true })
const problems = []

function draw(name, program, ...options) {
  const { error, status, stderr } = spawnSync(program, options, { encoding: 'utf8' })
  if (error) fail(3, `not installed: run tests/judges/install (no program ${program})`)
  const said = stderr.split('\n').filter(line => line.trim() && !/ICC support is not available/.test(line)) // in how it was built
  if (status || said.length) problems.push(`${name}: ${said.join('; ') || `exit code ${status}`}`)
}

draw('mupdf', 'mutool', 'draw', '-q', '-r', dpi, '-o', path.join(outdir, 'mupdf-%03d.png'), book)
draw('poppler', 'pdftoppm', '-r', dpi, '-png', book, path.join(outdir, 'poppler'))
for (const file of fs.readdirSync(outdir)) { // poppler counts with as many digits as it needs
  const number = file.match(/^poppler-(\d+)\.png$/)?.[1]
  if (number) fs.renameSync(path.join(outdir, file), path.join(outdir, `poppler-${number.padStart(3, '0').slice(-3)}.png`))
}

// --- pdf.js, inside the browser's page ---

const open = async () => {
  const pdfjs = (window.pdfjs = await import('/modules/pdfjs-dist/build/pdf.mjs'))
  pdfjs.GlobalWorkerOptions.workerSrc = '/modules/pdfjs-dist/build/pdf.worker.mjs'
  const at = folder => `/modules/pdfjs-dist/${folder}/`
  const source = { url: '/book.pdf', cMapUrl: at('cmaps'), standardFontDataUrl: at('standard_fonts'), wasmUrl: at('wasm'), iccUrl: at('iccs') }
  window.book = await pdfjs.getDocument({ ...source, cMapPacked: true }).promise
  return book.numPages
}

const show = async ({ number, scale }) => {
  const page = await book.getPage(number)
  const viewport = page.getViewport({ scale })
  const canvas = document.createElement('canvas')
  ;[canvas.width, canvas.height] = [viewport.width, viewport.height].map(Math.round)
  await page.render({ canvas, canvasContext: canvas.getContext('2d'), viewport }).promise
  return canvas.toDataURL('image/png').split(',')[1]
}

const types = { '.mjs': 'text/javascript', '.js': 'text/javascript', '.wasm': 'application/wasm', '.pdf': 'application/pdf' }
const server = http.createServer((request, response) => {
  const url = decodeURIComponent(request.url.split('?')[0])
  if (url === '/') return response.setHeader('content-type', 'text/html').end('<!doctype html><meta charset="utf-8"><title>pdf.js</title>')
  const file = url === '/book.pdf' ? book : url.startsWith('/modules/') ? path.join(modules, url.slice('/modules/'.length)) : ''
  if (!fs.existsSync(file)) return response.writeHead(url === '/favicon.ico' ? 204 : 404).end()
  response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream').end(fs.readFileSync(file))
})
await new Promise(done => server.listen(0, '127.0.0.1', done))

const { chromium } = createRequire(path.join(modules, 'x.js'))('playwright-core')
const browser = await chromium
  .launch({ executablePath: path.join(here, 'chromium-offline'), headless: true, timeout: patience })
  .catch(error => {
    const missing = error.message.match(/not installed: .*/)
    missing ? fail(3, missing[0]) : fail(2, `Chromium does not start: ${error.message}`)
  })
let pages = 0
try {
  const tab = await browser.newPage()
  tab.setDefaultTimeout(patience)
  tab.on('console', message => {
    if (['error', 'warning'].includes(message.type())) problems.push(`pdf.js: ${message.text()} ${message.location().url}`.trim())
  })
  tab.on('pageerror', error => problems.push(`pdf.js: ${error.message}`))
  await tab.goto(`http://127.0.0.1:${server.address().port}/`)
  pages = await tab.evaluate(open)
  for (let number = 1; number <= pages; number++) {
    const picture = await tab.evaluate(show, { number, scale: dpi / 72 })
    fs.writeFileSync(path.join(outdir, `pdfjs-${`${number}`.padStart(3, '0')}.png`), Buffer.from(picture, 'base64'))
  }
} catch (error) {
  problems.push(`pdf.js gives up: ${error.message.split('\n')[0]}`)
}
await browser.close()
server.close()

const drawn = fs.readdirSync(outdir)
for (const name of ['mupdf', 'poppler', 'pdfjs']) {
  const count = drawn.filter(file => file.startsWith(`${name}-`)).length
  if (count !== pages) problems.push(`${name} draws ${count} of ${pages} pages`)
}
console.log(JSON.stringify({ book, pages, problems }, null, 1))
process.exitCode = problems.length ? 1 : 0
