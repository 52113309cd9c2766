import { parentPort, workerData } from 'node:worker_threads'
import mjml2html from 'mjml'

/** A worker that compiles one MJML text and ends: mjml costs half a second and 55 MB, which a running gateway need not keep. */
const { source } = workerData as { source: string }

// ignoreIncludes: mj-include would read any file of this machine into a mail
const { html, errors } = await mjml2html(source, {
  validationLevel: 'soft',
  fonts: {},
  ignoreIncludes: true,
})
parentPort?.postMessage({ html, errors: errors.map((error) => error.formattedMessage) })
