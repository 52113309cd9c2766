import type { Schema } from '../gateway/store/migrate.ts'

/**
 * Held mail: the question to the person whose name a mail bears, at most one a mail; senders whose mail is set aside at once; and what
 * happens to strangers where only followers may post.
 */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    create table questions (
      inbound_id text primary key references inbound (id) deferrable initially deferred,
      person_id INT8 not null references people (id),
      facts text not null,
      asked_at INT8 not null,
      answer text check (answer in ('mine', 'not mine')),
      answered_at INT8
    );
    create index questions_person on questions (person_id, asked_at);
    create table blocks (
      pattern text primary key,
      added_by text not null,
      created_at INT8 not null
    );
    alter table aliases add column strangers text not null default 'hold'
      check (strangers in ('hold', 'new-linked'))
  `)
}
