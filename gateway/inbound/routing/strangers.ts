import { asksForProof } from '../../chatter/aliases/who-may-post.ts'
import type { RecordType } from '../../chatter/records/record-types.ts'
import { type OpenRecord, referenceOf } from '../../chatter/records/records.ts'
import { toJson } from '../../store/rows.ts'
import type { AliasRow, PostingRule, Strangers } from '../../store/tables/mailbag.ts'
import type { InThread, ToNewRecord } from './destination.ts'
import type { Lead } from './directory.ts'

/** Who may post at a destination, and what becomes of those who may not: the alias says it, else the record type. */
export function policyOf(destination: InThread | ToNewRecord): PostingRule {
  if (destination.kind === 'new record') return destination.alias
  return destination.alias ?? policyOfType(destination.open.type)
}

export function policyOfType({ settings }: Pick<RecordType, 'settings'>): PostingRule {
  return { who: settings.whoMayPost, unproved: settings.unproved ?? 'hold' }
}

/** Does mail that leads here need a proof of its author? What comes to a signed address brings its own. */
export function wantsProof(lead: Lead): boolean {
  if (lead.kind === 'alias') return asksForProof(lead.alias)
  return lead.kind === 'record' && asksForProof(policyOfType(lead.type))
}

function ruleOf(destination: InThread | ToNewRecord): Strangers {
  if (destination.alias) return destination.alias.strangers
  const rule = destination.kind === 'thread' && destination.open.type.settings.strangers
  return rule || 'hold'
}

/**
 * The record of their own that a stranger's mail opens where the rule gives them one; null where they wait: by rule, or because the
 * mail names no record that a new one could be linked to.
 */
export function linkedRecord(destination: InThread | ToNewRecord): ToNewRecord | null {
  if (ruleOf(destination) === 'hold') return null
  if (destination.kind === 'new record') return destination.linkedTo ? destination : null
  const { open, alias, token } = destination
  return {
    kind: 'new record',
    rung: 'alias',
    alias: alias ?? asAlias(open),
    linkedTo: open,
    asNote: token?.kind === 'n',
    because: { to: referenceOf(open), why: 'only followers may post there' },
  }
}

/** The address of a record acts here as an alias of its type would, without owner and defaults. */
export function asAlias(open: OpenRecord): AliasRow {
  return {
    id: 0,
    address: `${open.type.settings.address}+${open.record.number}`,
    record_type_id: open.type.id,
    record_id: null,
    who: 'everyone',
    strangers: 'hold',
    unproved: 'hold',
    defaults: toJson({}),
    owner_id: null,
    acknowledge: 0,
    created_at: 0,
    // it is no alias whose page shows when it last got mail
    last_mail_at: Number.MAX_SAFE_INTEGER,
  }
}
