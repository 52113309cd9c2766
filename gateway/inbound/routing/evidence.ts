import { listRecordTypes, type RecordType } from '../../chatter/records/record-types.ts'
import { referenceOf } from '../../chatter/records/records.ts'
import type { Reading } from '../../mail/reading.ts'
import { readReferences } from '../../mail/reference-line.ts'
import { readJson } from '../../store/rows.ts'
import type { Site } from '../../store/site.ts'
import type { Reader } from '../../store/store.ts'
import { type KnownId, readNamedIds, type Unknown } from './known-ids.ts'
import type { Rung } from './rung.ts'

/** A piece of evidence in the mail itself, and the record that it points to. */
export type Clue = {
  rung: Rung
  /** As people write it: T-42. */
  to: string
  type: number
  number: number
  /** The id that led there; null for a reference in words. */
  id: string | null
  /** The addresses by which the mail of that id had come. */
  by: string[]
  /** The entry of that id was moved there by somebody. */
  isMoved: boolean
}

export type Evidence = {
  /** Strongest first. */
  clues: Clue[]
  known: KnownId[]
  /** Ids of mails that are not here, newest first. */
  unknown: Unknown[]
}

const TAG = /\[([a-z]{1,6})-(\d{1,15})\]/gi
const TAGS_LOOKED_AT = 5

/** Reads all that a mail says about where it belongs, except its addresses. Most new mails say nothing, and cost no statement. */
export async function gatherEvidence(
  reader: Reader,
  site: Site,
  reading: Reading,
): Promise<Evidence> {
  const { known, unknown } = await readNamedIds(reader, site, reading)
  const references = readReferences(reading.text, site.keys)
  const tags = [...(reading.subject ?? '').matchAll(TAG)]
    .slice(0, TAGS_LOOKED_AT)
    .map(([, prefix, number]) => `${prefix!.toUpperCase()}-${Number(number)}`)
  if (known.length + references.length + tags.length === 0) return { clues: [], known, unknown }

  const types = await listRecordTypes(reader)
  const clues = [
    ...known.map((one) => clueOfId(types, one)),
    ...references.map((reference) => clueInWords(types, 'footer reference', reference)),
    ...tags.map((reference) => clueInWords(types, 'subject tag', reference)),
  ]
  return { clues: clues.filter((clue) => clue !== null), known, unknown }
}

function clueOfId(types: RecordType[], known: KnownId): Clue | null {
  const type = types.find((one) => one.id === known.type)
  if (!type) return null
  return {
    rung: known.rung,
    to: referenceOf({ record: known, type }),
    type: type.id,
    number: known.number,
    id: known.id,
    by: known.evidence ? readJson(known.evidence).by : [],
    isMoved: known.moved_from !== null,
  }
}

function clueInWords(types: RecordType[], rung: Rung, reference: string): Clue | null {
  const [prefix, number] = reference.split('-')
  const type = types.find((one) => one.prefix === prefix)
  if (!type) return null
  const to = { type: type.id, number: Number(number), to: reference }
  return { rung, ...to, id: null, by: [], isMoved: false }
}
