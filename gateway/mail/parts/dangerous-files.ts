/**
 * Files that do harm when they are opened: programs, scripts, what a system opens as a disk or a shortcut, documents with macros. By
 * ending, by their first bytes, and by the names in a zip, which stand in it uncovered even where it is locked.
 */
const ENDINGS = new Set(
  `ade adp apk app application appx appxbundle bas bat cab cer chm cmd com cpl crt dll dmg docm dotm ex ex_ exe
   gadget hlp hta img inf ins iso isp jar jnlp js jse lib library-ms lnk mde msc msi msix msixbundle msp mst nsh
   pif potm ppam ppsm pptm ps1 ps1xml psc1 psd1 psm1 reg rgs scf scr sct search-ms settingcontent-ms shb shs sldm sys
   theme url vb vbe vbs vhd vhdx vxd website ws wsc wsf wsh xlam xll xlsm xltm xnk`.split(/\s+/),
)

const MACROS = /(?:^|\/)vbaproject\.bin$/i

/** Bytes at the end of a zip in which its directory's end is looked for: 22, and a comment. */
const END_WITHIN = 22 + 65_535
const MOST_ENTRIES = 10_000

/** Why a file is kept back; null where it is let through. */
export function dangerOf(file: { filename: string; content: Uint8Array }): string | null {
  const ending = endingOf(file.filename)
  if (ENDINGS.has(ending)) return `a file of the kind .${ending}`
  const { buffer, byteOffset, byteLength } = file.content
  const content = Buffer.from(buffer, byteOffset, byteLength)
  if (isProgram(content)) return 'a program'
  if (isShortcut(content)) return 'a shortcut'
  return content.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004' ? dangerIn(content) : null
}

function endingOf(name: string): string {
  const plain = name.replace(/[\s.]+$/, '').toLowerCase()
  return plain.slice(plain.lastIndexOf('.') + 1)
}

/** Windows, Linux and macOS programs, and Java classes. */
function isProgram(content: Buffer): boolean {
  const start = content.subarray(0, 4).toString('hex')
  const known = ['7f454c46', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe']
  if (known.includes(start)) return true
  if (content.length < 64 || !start.startsWith('4d5a')) return false
  const at = content.readUInt32LE(60)
  return content.subarray(at, at + 2).toString('latin1') === 'PE'
}

function isShortcut(content: Buffer): boolean {
  return content.subarray(0, 8).toString('hex') === '4c00000001140200'
}

function dangerIn(zip: Buffer): string | null {
  const names = namesIn(zip)
  if (names === null) return 'an archive that nobody can look into'
  const bad = names.find((name) => ENDINGS.has(endingOf(name)))
  if (bad !== undefined) return `it holds ${bad.slice(bad.lastIndexOf('/') + 1).slice(-80)}`
  return names.some((name) => MACROS.test(name)) ? 'it holds macros' : null
}

/** The names in a zip's directory; null where it has none that can be read. */
function namesIn(zip: Buffer): string[] | null {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  if (end < 0 || end < zip.length - END_WITHIN || end + 22 > zip.length) return null
  const names: string[] = []
  let at = zip.readUInt32LE(end + 16)
  while (names.length < MOST_ENTRIES && at + 46 <= zip.length) {
    if (zip.subarray(at, at + 4).toString('latin1') !== 'PK\u0001\u0002') break
    const [length, extra, comment] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place))
    names.push(zip.subarray(at + 46, at + 46 + length!).toString())
    at += 46 + length! + extra! + comment!
  }
  return names.length > 0 ? names : null
}
