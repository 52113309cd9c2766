import { html, type SafeHtml } from '../../gateway/lib/html.ts'

/** Pages for the editor's frame where there is no mail to show: they carry their style, since they are framed without ours. */
const STYLE =
  'font:15px/1.5 system-ui,sans-serif;color:#1c2430;background:#fff;margin:16px;overflow-wrap:anywhere'

export function faultsFrame(faults: string[]): SafeHtml {
  return html`<!doctype html><meta charset="utf-8"><title>Faults</title><body style="${STYLE}"><p><strong>It cannot be shown yet:</strong></p><ul>${faults.map((fault) => html`<li>${fault}</li>`)}</ul></body>`
}

export function textFrame(text: string): SafeHtml {
  return html`<!doctype html><meta charset="utf-8"><title>Text</title><body style="${STYLE}"><pre style="white-space:pre-wrap;font:14px/1.5 ui-monospace,monospace">${text}</pre></body>`
}
