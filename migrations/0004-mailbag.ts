import type { Schema } from '../gateway/store/migrate.ts'

/** Aliases, and the mailbag: each received mail with its envelope, state and trace; its bytes apart, since state changes often. */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    create table aliases (
      id ID,
      address text not null unique,
      record_type_id INT8 references record_types (id),
      record_id INT8 references records (id),
      who text not null default 'everyone' check (who in ('everyone', 'contacts', 'followers', 'users')),
      defaults text not null default '{}',
      owner_id INT8 references people (id),
      created_at INT8 not null,
      last_mail_at INT8
    );
    create table inbound (
      id text primary key,
      door text not null,
      remote text not null default '',
      mail_from text,
      recipients text not null,
      authenticated text,
      size INT8 not null,
      state text not null default 'pending'
        check (state in ('pending', 'filed', 'held', 'refused', 'ignored', 'failed')),
      reason text,
      message_id text,
      class text,
      verified integer not null default 0,
      attempts integer not null default 0,
      due_at INT8 not null,
      received_at INT8 not null,
      settled_at INT8,
      trace text not null default '[]'
    );
    create index inbound_pending on inbound (due_at) where state = 'pending';
    create index inbound_message_id on inbound (message_id);
    create index inbound_state on inbound (state, received_at);
    create table originals (
      inbound_id text primary key references inbound (id),
      source BYTES,
      file text
    );
    create table filings (
      fingerprint text not null,
      destination text not null,
      inbound_id text not null references inbound (id) deferrable initially deferred,
      primary key (fingerprint, destination)
    );
    create index filings_inbound on filings (inbound_id)
  `)
}
