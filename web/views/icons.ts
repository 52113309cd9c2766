import { html, type SafeHtml } from '../../gateway/lib/html.ts'

/** Simple line drawings on a 16 by 16 field: one path each. */
const PATHS = {
  mail: 'M2 4h12v8.5H2zM2 4.5l6 4.5 6-4.5',
  lock: 'M4 7.5h8V13H4zM5.5 7.5V5.3a2.5 2.5 0 0 1 5 0v2.2',
  swap: 'M3 5.5h9.5M10 3l2.5 2.5L10 8M13 10.5H3.5M6 8l-2.5 2.5L6 13',
  clip: 'M10.8 5.2 6.2 9.8a1.3 1.3 0 0 0 1.9 1.9l5-5a2.8 2.8 0 0 0-4-4l-5.2 5.2a4.2 4.2 0 0 0 6 6L13.5 10',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM10.3 10.3 14 14',
  plus: 'M8 3v10M3 8h10',
  people:
    'M6 7.5a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM1.8 13.2c0-2.4 1.9-4 4.2-4s4.2 1.6 4.2 4M10.6 2.9a2.4 2.4 0 0 1 0 4.5M12 9.6c1.4.5 2.3 1.8 2.3 3.6',
  person: 'M8 7.5a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2ZM3 13.7c0-2.6 2.2-4.3 5-4.3s5 1.7 5 4.3',
  bell: 'M3.5 11.5h9L11.3 9.7V7a3.3 3.3 0 0 0-6.6 0v2.7zM6.8 13.6h2.4',
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  clock: 'M8 2.2a5.8 5.8 0 1 1 0 11.6A5.8 5.8 0 0 1 8 2.2ZM8 5v3.2l2.2 1.4',
  warning: 'M8 2.5 14.2 13.2H1.8zM8 6.5v3.2M8 11.4v.2',
  pen: 'M3 13l.6-2.8 7.6-7.6 2.2 2.2-7.6 7.6zM9.8 4l2.2 2.2',
  route:
    'M4 13.5a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2ZM12 5.7a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2ZM5.6 11.9h4.6a2.2 2.2 0 0 0 0-4.4H6a2.2 2.2 0 0 1 0-4.4h4.4',
  tag: 'M2.5 2.5h5l6 6-5 5-6-6zM5.2 5.2v.1',
  gear: 'M8 5.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4ZM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4',
  trash: 'M3 4.5h10M6 4.5V3h4v1.5M4.3 4.5 5 13.2h6l.7-8.7',
  upload: 'M8 10.5V2.8M5 5.6l3-3 3 3M2.8 10.5v3h10.4v-3',
  download: 'M8 2.5v7.7M5 7.4l3 3 3-3M2.8 11v2.5h10.4V11',
  phone:
    'M4 2.5h2.2l1 3-1.5 1.1a7 7 0 0 0 3.7 3.7l1.1-1.5 3 1v2.2c0 .8-.7 1.5-1.5 1.4A10.6 10.6 0 0 1 2.6 4C2.5 3.2 3.2 2.5 4 2.5Z',
  calendar: 'M2.5 3.8h11v9.7h-11zM2.5 6.8h11M5.5 2.3v2.5M10.5 2.3v2.5',
  inbox: 'M2.5 8.8 4.2 3h7.6l1.7 5.8v4.2h-11zM2.5 8.8h3.2l.8 1.7h3l.8-1.7h3.2',
  reply: 'M6.5 3.5 2.5 7.3l4 3.8M2.8 7.3h6.4a4 4 0 0 1 4 4v1.2',
  door: 'M9.5 8H2.5M5 5.2 2.2 8 5 10.8M7 3h6.3v10H7',
  undo: 'M5.5 3 2.5 6l3 3M2.8 6h6.4a3.6 3.6 0 0 1 0 7.2H6',
  eye: 'M1.5 8S4 3.6 8 3.6 14.5 8 14.5 8 12 12.4 8 12.4 1.5 8 1.5 8ZM8 6.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6Z',
} as const

export type IconName = keyof typeof PATHS

/** Decoration only: the word beside it says the same. */
export function icon(name: IconName): SafeHtml {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="${PATHS[name]}"/></svg>`
}

export function isIconName(name: string): name is IconName {
  return Object.hasOwn(PATHS, name)
}

export const ICON_NAMES = Object.keys(PATHS) as IconName[]
