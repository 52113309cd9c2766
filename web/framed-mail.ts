import { escapeHtml } from '../gateway/lib/html.ts'
import { withFoldTitles } from '../gateway/mail/html/folded-html.ts'
import { shownHtml } from '../gateway/mail/html/shown-html.ts'
import type { Site } from '../gateway/store/site.ts'
import type { AttachmentRow } from '../gateway/store/tables/threads.ts'
import type { Picture } from './remote-pictures.ts'
import { FOLDED } from './views/words.ts'

/** Picture types that a browser shows and that cannot run anything. */
export const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']
/** How much of pictures is written into one page, each as often as the mail shows it. */
const SHOWN_WITHIN = 8 * 1024 * 1024

/** A mail is written for white paper, whatever the page around it looks like. */
const STYLE =
  '<style>body{margin:12px;font:15px/1.5 system-ui,sans-serif;color:#1c2430;background:#fff;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}summary{margin:12px 0;color:#5c6875;cursor:pointer}</style>'

const IMG = /<img\b[^<>]*>/gi
const REMOTE = /\bdata-remote-src="([^"]{1,3000})"/i
/** Other servers are asked for so many pictures of one mail. */
const MOST_ASKED_FOR = 30
const CID = /\bsrc="cid:([^"]{1,400})"/i

/**
 * The cleaned HTML of a mail as a page for a frame, with the pictures that came with it. A frame without an origin has no cookie, so it
 * could not fetch them; and so it need not fetch anything at all.
 */
export async function framedMail(
  site: Site,
  cleaned: string,
  files: AttachmentRow[],
): Promise<string> {
  const html = shownHtml(cleaned)
  const shown = openAlbum(site, files)
  let page = `<!doctype html><meta charset="utf-8"><base target="_blank">${STYLE}`
  let done = 0
  for (const img of html.matchAll(IMG)) {
    page += html.slice(done, img.index) + (await shown(img[0]))
    done = img.index + img[0].length
  }
  return withFoldTitles(page + html.slice(done), FOLDED)
}

/** Puts pictures into the tags that name them. Over the bound a picture is a link with its name, once. */
function openAlbum(site: Site, files: AttachmentRow[]): (tag: string) => Promise<string> {
  const pictures = new Map(
    files
      .filter(
        ({ content_id, content_type }) => content_id !== null && PICTURES.includes(content_type),
      )
      .filter(({ quarantine }) => quarantine === null)
      .map((file) => [file.content_id!.toLowerCase(), file]),
  )
  const written = new Map<number, string>()
  const linked = new Set<number>()
  let left = SHOWN_WITHIN

  const addressOf = async (file: AttachmentRow): Promise<string> => {
    const content = await site.files.contentOf(file.sha256)
    return `src="data:${file.content_type};base64,${content.toString('base64')}"`
  }
  return async (tag) => {
    const [attribute, id] = CID.exec(tag) ?? []
    const file = id && pictures.get(decoded(id).toLowerCase())
    if (!file) return tag
    if (base64Size(file) <= left) {
      const source = written.get(file.id) ?? (await addressOf(file))
      written.set(file.id, source)
      left -= source.length
      return tag.replace(attribute!, () => source)
    }
    if (linked.has(file.id)) return ''
    linked.add(file.id)
    return `<a href="/files/${file.id}">${escapeHtml(file.filename)}</a>`
  }
}

function base64Size(file: AttachmentRow): number {
  return Math.ceil((file.size * 4) / 3)
}

/** RFC 2392: a cid is written like a part of a web address. */
function decoded(id: string): string {
  try {
    return decodeURIComponent(id.replaceAll('&amp;', '&'))
  } catch {
    return id
  }
}

/**
 * Puts the pictures of other servers into the cleaned HTML of a mail, for who wants to see them. What is no picture, or too much, stays
 * as it is.
 */
export async function withRemotePictures(
  html: string,
  fetch: (address: string) => Promise<Picture | null>,
): Promise<string> {
  const named = [...html.matchAll(new RegExp(REMOTE, 'gi'))].map(([, address]) => address!)
  const wanted = [...new Set(named)].slice(0, MOST_ASKED_FOR)
  const found = await Promise.all(wanted.map((address) => fetch(plain(address))))
  const pictures = new Map(wanted.map((address, index) => [address, found[index]]))
  let left = SHOWN_WITHIN
  return html.replace(new RegExp(REMOTE, 'gi'), (whole: string, address: string) => {
    const picture = pictures.get(address)
    const source =
      picture && `src="data:${picture.type};base64,${picture.content.toString('base64')}"`
    if (!source || source.length > left) return whole
    left -= source.length
    return source
  })
}

function plain(attribute: string): string {
  return attribute
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
