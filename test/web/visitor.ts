import { request } from 'node:http'

/** A browser without script: it keeps its cookie, sends the forms of pages, and follows no redirect by itself. */
export type Visitor = {
  get(path: string): Promise<Page>
  /** Sends a form with the token that this visitor's pages carry. */
  post(path: string, fields?: Fields, files?: File[]): Promise<Page>
  /** Sends exactly these fields and headers. */
  raw(
    path: string,
    options: { method?: string; fields?: Fields; body?: string; headers?: Record<string, string> },
  ): Promise<Page>
  /** Begins a download and hangs up at its first bytes. */
  breakOff(path: string): Promise<void>
  /** Begins to send a form with a file, and says how to hang up in the middle of it. */
  beginUpload(path: string): Promise<() => void>
}

export type Fields = Record<string, string | string[]>

export type Page = { status: number; location: string | null; headers: Headers; text: string }

export function openVisitor(address: string): Visitor {
  const jar = new Map<string, string>()
  let token = ''

  const cookies = (): Record<string, string> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    return cookie ? { cookie } : {}
  }
  const ask = async (path: string, init: RequestInit): Promise<Page> => {
    const headers = { ...(init.headers as Record<string, string>), ...cookies() }
    const answer = await fetch(`http://${address}${path}`, { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (name && value) jar.set(name, value)
    }
    const text = await answer.text()
    token = /name="token" value="([a-z0-9]+)"/.exec(text)?.[1] ?? token
    return {
      status: answer.status,
      location: answer.headers.get('location'),
      headers: answer.headers,
      text,
    }
  }
  return {
    get: (path) => ask(path, {}),
    post: (path, fields = {}, files = []) =>
      ask(path, {
        method: 'POST',
        body:
          files.length > 0 ? multipart({ token, ...fields }, files) : encoded({ token, ...fields }),
      }),
    raw: (path, { method = 'POST', fields, body, headers = {} }) =>
      ask(path, { method, headers, body: fields ? encoded(fields) : (body ?? null) }),
    async breakOff(path) {
      const caller = new AbortController()
      const { signal } = caller
      const answer = await fetch(`http://${address}${path}`, { headers: cookies(), signal })
      await answer.body!.getReader().read()
      caller.abort()
    },
    beginUpload: (path) => beginUpload(`http://${address}${path}`, cookies()),
  }
}

function beginUpload(url: string, cookies: Record<string, string>): Promise<() => void> {
  const headers = { ...cookies, 'content-type': 'multipart/form-data; boundary=x' }
  const asked = request(url, { method: 'POST', headers }).on('error', () => {})
  const head = 'content-disposition: form-data; name="files"; filename="a.txt"'
  return new Promise((resolve) =>
    asked.write(`--x\r\n${head}\r\n\r\n${'abc'.repeat(1000)}`, () =>
      resolve(() => void asked.destroy()),
    ),
  )
}

function encoded(fields: Fields): URLSearchParams {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) form.append(name, one)
  return form
}

function multipart(fields: Fields, files: File[]): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) form.append(name, one)
  for (const file of files) form.append('files', file)
  return form
}

/** The text of a page without its tags, for reading what it says. */
export function words(page: Page): string {
  return page.text
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
}
