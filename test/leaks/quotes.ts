import type { Letter } from './cast.ts'

/** How mail programs repeat what is answered. */
export const quoteStyles: ((letter: Letter) => string)[] = [
  ({ text }) =>
    `On Sat, 21 Nov 2026 at 10:00, Support <support@example.test> wrote:\n${marked(text)}`,
  ({ text }) =>
    `-----Original Message-----\nFrom: Support <support@example.test>\nSent: Saturday, 21 November 2026 10:00\nTo: Kim <kim@example.test>\nSubject: RE: Printer\n\n${text}`,
  ({ text }) =>
    `________________________________\nVon: Support <support@example.test>\nGesendet: Samstag, 21. November 2026 10:00\nAn: Kim <kim@example.test>\nBetreff: AW: Printer\n\n${text}`,
  ({ text }) =>
    `Le 21 nov. 2026 à 10:00, Support <support@example.test> a écrit :\n\n${marked(text)}`,
  ({ text }) =>
    `El sáb, 21 nov 2026 a las 10:00, Support (<support@example.test>) escribió:\n\n${marked(text)}`,
  ({ text }) => marked(text),
]

function marked(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => `> ${line}`)
    .join('\n')
}
