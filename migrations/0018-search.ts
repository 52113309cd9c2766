import type { Schema } from '../gateway/store/migrate.ts'

/**
 * What is looked for: one row for each message, and for each record under its number below zero. SQLite keeps them in FTS5, PostgreSQL
 * in a tsvector; in both stand the same words, which we have cut ourselves. Files may belong to a record without a message. The list of
 * records is read from the newest thread on.
 */
export async function up(schema: Schema): Promise<void> {
  await (schema.dialect === 'sqlite' ? upSqlite(schema) : upPostgres(schema))
  await schema.run(`
    create index attachments_message on attachments (message_id);
    create index attachments_thread on attachments (thread_id);
    create index threads_newest on threads (last_message_at, id)
  `)
}

async function upSqlite(schema: Schema): Promise<void> {
  await schema.run(`
    create virtual table search_entries using fts5 (scope, words, content='', contentless_delete=1, tokenize='ascii');
    create table attachments_new (
      id ID,
      message_id INT8 references messages (id),
      thread_id INT8 not null references threads (id),
      sha256 text not null,
      filename text not null,
      content_type text not null,
      size INT8 not null,
      inline integer not null default 0,
      content_id text,
      added_by INT8 references people (id),
      added_at INT8,
      removed_by INT8 references people (id),
      removed_at INT8
    );
    insert into attachments_new (id, message_id, thread_id, sha256, filename, content_type, size, inline, content_id)
      select id, message_id, thread_id, sha256, filename, content_type, size, inline, content_id from attachments;
    drop table attachments;
    alter table attachments_new rename to attachments
  `)
}

async function upPostgres(schema: Schema): Promise<void> {
  await schema.run(`
    create table search_entries (id INT8 primary key, words tsvector not null);
    create index search_entries_words on search_entries using gin (words);
    drop index attachments_message;
    drop index attachments_thread;
    alter table attachments alter column message_id drop not null;
    alter table attachments add column added_by INT8 references people (id);
    alter table attachments add column added_at INT8;
    alter table attachments add column removed_by INT8 references people (id);
    alter table attachments add column removed_at INT8
  `)
}
