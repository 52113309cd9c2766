import type { Schema } from '../gateway/store/migrate.ts'

/**
 * Commands by mail: which lines of which mails have run, notes that wait for their author's word to be sent, receipts, which are
 * counted, and the words that a mail has offered as an answer.
 */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    create table commands_run (
      person_id INT8 not null references people (id),
      mail text not null,
      thread_id INT8 not null,
      line integer not null,
      at INT8 not null,
      primary key (person_id, mail, thread_id, line)
    );
    create table held_notes (
      message_id INT8 primary key references messages (id),
      thread_id INT8 not null references threads (id),
      author_id INT8 not null references people (id),
      at INT8 not null,
      sent_at INT8
    );
    create index held_notes_waiting on held_notes (author_id, thread_id, message_id) where sent_at is null;
    create table receipts (
      id ID,
      person_id INT8 not null references people (id),
      at INT8 not null
    );
    create index receipts_person on receipts (person_id, at);
    alter table deliveries add column offers text
  `)
}
