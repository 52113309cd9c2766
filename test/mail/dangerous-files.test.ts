import { expect, test } from 'vitest'
import { dangerOf } from '../../gateway/mail/parts/dangerous-files.ts'
import { zipOf } from '../zip-of.ts'

const program = Buffer.alloc(200)
program.write('MZ', 'latin1')
program.writeUInt32LE(128, 60)
program.write('PE', 128, 'latin1')
const words = Buffer.from('MZ is a fine beginning of a text. '.repeat(5))

for (const { filename, content = Buffer.from('words'), why } of [
  { filename: 'setup.exe', why: 'a file of the kind .exe' },
  { filename: 'invoice.pdf.JS', why: 'a file of the kind .js' },
  { filename: 'link.lnk. ', why: 'a file of the kind .lnk' },
  { filename: 'report.pdf', content: program, why: 'a program' },
  { filename: 'report', content: Buffer.from('7f454c4602010100', 'hex'), why: 'a program' },
  { filename: 'a.txt', content: Buffer.from('4c00000001140200', 'hex'), why: 'a shortcut' },
  {
    filename: 'a.zip',
    content: zipOf(['read.me', 'in/invoice.pdf.exe']),
    why: 'it holds invoice.pdf.exe',
  },
  { filename: 'a.docx', content: zipOf(['word/vbaProject.bin']), why: 'it holds macros' },
  { filename: 'a.pdf', content: zipOf(['x.scr']), why: 'it holds x.scr' },
  {
    filename: 'a.zip',
    content: zipOf(['a.txt']).subarray(0, 40),
    why: 'an archive that nobody can look into',
  },
  { filename: 'a.zip', content: zipOf(['a.txt', 'b/picture.png']), why: null },
  { filename: 'table.xlsx', content: zipOf(['xl/workbook.xml']), why: null },
  { filename: 'report.pdf', why: null },
  { filename: 'notes.txt', content: words, why: null },
  { filename: 'exe', why: 'a file of the kind .exe' },
]) {
  test(`${filename} (${content.length} bytes) is ${why === null ? 'let through' : `kept back: ${why}`}`, () => {
    expect(dangerOf({ filename, content })).toBe(why)
  })
}

test('a zip with any bytes in its directory is looked through in bounds', () => {
  const whole = zipOf(['a.txt', 'b.txt'])
  for (let at = 0; at < whole.length; at++) {
    const spoiled = Buffer.from(whole)
    spoiled.fill(0xff, at, Math.min(at + 4, whole.length))
    expect(() => dangerOf({ filename: 'a.zip', content: spoiled })).not.toThrow()
  }
})
