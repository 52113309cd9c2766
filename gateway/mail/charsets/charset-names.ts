/** Names that mail programs write and the Encoding Standard does not know. */
const otherNames: Record<string, string> = {
  cp1250: 'windows-1250',
  'cp-850': 'windows-1252',
  cp850: 'windows-1252',
  cp1251: 'windows-1251',
  'ansi_x3.110-1983': 'windows-1252',
  'iso-8859-8-i': 'iso-8859-8',
  ks_c_5601: 'euc-kr',
  cp949: 'euc-kr',
  cp932: 'shift_jis',
  cp936: 'gb18030',
  cp950: 'big5',
  'gb2312-80': 'gb18030',
  'iso-2022-jp-ms': 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-3': 'iso-2022-jp',
  utf8mb4: 'utf-8',
  'utf-8n': 'utf-8',
  'unicode-1-1-utf-8': 'utf-8',
  'x-unknown': '',
  'unknown-8bit': '',
  unknown: '',
  default: '',
  default_charset: '',
  '8bit': '',
  binary: '',
  ansi: 'windows-1252',
  'x-user-defined': '',
  'x-windows-949': 'euc-kr',
  'tis-620': 'windows-874',
  'x-gbk': 'gb18030',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  cp65001: 'utf-8',
  utf8mb3: 'utf-8',
  cp1200: 'utf-16le',
  cp1201: 'utf-16be',
  cp51932: 'euc-jp',
  'eucjp-win': 'euc-jp',
  'euc-jp-ms': 'euc-jp',
  'x-sjis-jp': 'shift_jis',
  'sjis-win': 'shift_jis',
  'windows-932': 'shift_jis',
  cp50222: 'iso-2022-jp',
  'iso-2022-jp-2004': 'iso-2022-jp',
  'x-windows-iso2022jp': 'iso-2022-jp',
  uhc: 'euc-kr',
  'x-euc-kr': 'euc-kr',
  'x-uhc': 'euc-kr',
  'windows-936': 'gb18030',
  'windows-950': 'big5',
  'x-big5': 'big5',
  tis620: 'windows-874',
  koi8r: 'koi8-r',
  cp878: 'koi8-r',
  koi8u: 'koi8-u',
  macroman: 'macintosh',
  cp10000: 'macintosh',
  us_ascii: 'windows-1252',
  '7bit': '',
  'us-ascii': 'windows-1252',
  ascii: 'windows-1252',
}

/** Charsets of seven bits that the Encoding Standard leaves out: `iso-2022.ts` reads them. */
const shifted = new Set(['iso-2022-kr', 'hz-gb-2312'])

const decoders = new Map<string, InstanceType<typeof TextDecoder> | null>()

/** The Encoding Standard's name of a label, or of one that we read ourselves; '' where there is none that can be used. */
export function charsetName(label: string | null): string {
  const plain = (label ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["'\s]+|["'\s;]+$/g, '')
    .replace(/[,;"'].*$/s, '')
    .slice(0, 60)
  const known = otherNames[plain] ?? spelling(plain)
  if (known === '' || shifted.has(known)) return known
  return decoderOf(known)?.encoding ?? ''
}

/** The many ways of writing ISO 8859 and the Windows code pages. */
function spelling(plain: string): string {
  if (/^(?:csiso2022kr|hz-gb2312|hz)$/.test(plain))
    return plain.startsWith('h') ? 'hz-gb-2312' : 'iso-2022-kr'
  return plain
    .replace(/^(?:x-)?(?:ms-?)?(?:win(?:dows)?|cp|ansi)[-_ ]?(125\d|874)$/, 'windows-$1')
    .replace(/^(?:x-)?(?:iso[-_ ]?)?8859[-_ ]?(\d{1,2})(?:[-:_].{0,8})?$/, 'iso-8859-$1')
    .replace(/^(?:iso-)?latin-?([1-6])$/, 'latin$1')
    .replace(/^utf[-_ ]?(8|16(?:le|be)?)$/, 'utf-$1')
}

export function decoderOf(name: string): InstanceType<typeof TextDecoder> | null {
  const kept = decoders.get(name)
  if (kept !== undefined) return kept
  const made = makeDecoder(name)
  if (decoders.size < 500) decoders.set(name, made)
  return made
}

function makeDecoder(name: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(name)
  } catch {
    return null
  }
}
