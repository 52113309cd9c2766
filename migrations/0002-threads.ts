import type { Schema } from '../gateway/store/migrate.ts'

/** Record types with their subtypes and activity types, records, threads, messages, files. */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    create table record_types (
      id ID,
      code text not null unique,
      label text not null,
      plural text not null,
      prefix text not null unique,
      fields text not null,
      stages text not null,
      settings text not null,
      next_number INT8 not null default 1,
      position integer not null default 100,
      created_at INT8 not null
    );
    create table subtypes (
      id ID,
      record_type_id INT8 references record_types (id),
      code text not null,
      label text not null,
      internal integer not null default 0,
      default_on integer not null default 1,
      position integer not null default 100
    );
    create unique index subtypes_code on subtypes (coalesce(record_type_id, 0), code);
    create table activity_types (
      id ID,
      record_type_id INT8 references record_types (id),
      name text not null,
      icon text not null,
      summary text not null default '',
      note text not null default '',
      delay_count integer not null default 0,
      delay_unit text not null default 'days' check (delay_unit in ('days', 'weeks', 'months')),
      delay_from text not null default 'now' check (delay_from in ('now', 'previous')),
      assignee_id INT8 references people (id),
      next_type_id INT8 references activity_types (id),
      chaining text not null default 'suggest' check (chaining in ('suggest', 'trigger')),
      position integer not null default 100,
      removed_at INT8
    );
    create table threads (
      id ID,
      record_type_id INT8 references record_types (id),
      subject text not null,
      created_at INT8 not null,
      last_message_at INT8 not null,
      message_count integer not null default 0
    );
    create table records (
      id ID,
      record_type_id INT8 not null references record_types (id),
      number INT8 not null,
      thread_id INT8 not null unique references threads (id),
      name text not null,
      stage text,
      assignee_id INT8 references people (id),
      customer_id INT8 references people (id),
      linked_record_id INT8 references records (id),
      field_values text not null default '{}',
      created_by INT8 references people (id),
      created_at INT8 not null,
      closed_at INT8
    );
    create unique index records_number on records (record_type_id, number);
    create table messages (
      id ID,
      thread_id INT8 not null references threads (id),
      kind text not null check (kind in ('message', 'note', 'change')),
      subtype text not null,
      audience text not null default 'everyone' check (audience in ('everyone', 'users')),
      author_id INT8 not null references people (id),
      author_name text not null,
      author_address text not null default '',
      verified integer not null default 0,
      class text not null default 'human',
      message_id text,
      in_reply_to text,
      mail_date INT8,
      subject text not null default '',
      body text not null,
      new_text text not null,
      html text,
      parts text,
      header_addresses text,
      changes text,
      flaws text,
      rung text,
      inbound_id text,
      created_at INT8 not null
    );
    create index messages_thread on messages (thread_id, id);
    create index messages_message_id on messages (message_id);
    create index messages_inbound on messages (inbound_id);
    create table attachments (
      id ID,
      message_id INT8 not null references messages (id),
      thread_id INT8 not null references threads (id),
      sha256 text not null,
      filename text not null,
      content_type text not null,
      size INT8 not null,
      inline integer not null default 0,
      content_id text
    );
    create index attachments_message on attachments (message_id);
    create index attachments_thread on attachments (thread_id);
    create table events (
      id ID,
      kind text not null,
      thread_id INT8 references threads (id),
      message_id INT8 references messages (id),
      person_id INT8 references people (id),
      details text not null default '{}',
      at INT8 not null
    );
    create index events_thread on events (thread_id, id)
  `)
}
