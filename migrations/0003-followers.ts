import type { Schema } from '../gateway/store/migrate.ts'

/** Who follows what, who is told, and the outgoing mails (the outbox). */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    create table followers (
      id ID,
      thread_id INT8 not null references threads (id),
      person_id INT8 not null references people (id),
      subtypes text,
      reason text not null,
      added_by INT8 references people (id),
      since INT8 not null,
      left_at INT8,
      muted_until INT8
    );
    create unique index followers_person on followers (thread_id, person_id);
    create index followers_by_person on followers (person_id, thread_id);
    create table deliveries (
      id ID,
      message_id INT8 references messages (id),
      thread_id INT8 references threads (id),
      account_mail text,
      person_id INT8 not null references people (id),
      address text not null,
      reason text not null,
      state text not null default 'queued'
        check (state in ('queued', 'sending', 'sent', 'deferred', 'failed', 'withdrawn')),
      attempts integer not null default 0,
      due_at INT8 not null,
      lease_until INT8,
      claimed_by text,
      response text,
      history text not null default '[]',
      created_at INT8 not null,
      ended_at INT8
    );
    create index deliveries_due on deliveries (due_at, id) where state in ('queued', 'deferred', 'sending');
    create index deliveries_message on deliveries (message_id);
    create table notifications (
      id ID,
      message_id INT8 not null references messages (id),
      thread_id INT8 not null references threads (id),
      person_id INT8 not null references people (id),
      way text not null check (way in ('email', 'inbox', 'digest')),
      reason text not null,
      created_at INT8 not null,
      read_at INT8
    );
    create unique index notifications_person on notifications (message_id, person_id, way);
    create index notifications_unread on notifications (person_id, id) where read_at is null;
    create table kept_mails (
      delivery_id INT8 primary key references deliveries (id),
      source BYTES not null,
      kept_at INT8 not null
    )
  `)
}
