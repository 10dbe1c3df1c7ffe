#!/usr/bin/env node
// usage: schema.mjs schema.json file.json...
// Ajv finds every file valid against the JSON schema. Prints what is wrong. Exit codes as in common.sh.
import { createRequire } from 'node:module'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const modules = path.join(path.resolve(process.env.JUDGES || path.join(here, '../../target/judges')), 'node_modules')

const fail = (code, message) => {
  console.error(`schema: ${message}`)
  process.exit(code)
}

const [schema, ...files] = process.argv.slice(2)
if (!files.length) fail(2, 'usage: schema.mjs schema.json file.json...')
let Ajv
try {
  const ajv = createRequire(path.join(modules, 'x.js'))('ajv')
  Ajv = ajv.default ?? ajv
} catch {
  fail(3, `Ajv is not in ${modules}; run tests/judges/install`)
}
const read = file => {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch (error) {
    fail(2, `${file}: ${error.message}`)
  }
}

// Every word of the schema must be one that the standard has: `strict` refuses others.
const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, validateFormats: false }).compile(read(schema))
let wrong = 0
for (const file of files) {
  if (validate(read(file))) continue
  wrong += 1
  for (const { instancePath, dataPath, message, params } of validate.errors) {
    console.log(`${file}: ${instancePath ?? dataPath} ${message} ${JSON.stringify(params)}`)
  }
}
process.exit(wrong ? 1 : 0)
