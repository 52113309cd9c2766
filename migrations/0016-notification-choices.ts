import type { Schema } from '../gateway/store/migrate.ts'

/**
 * How people hear: per thread, by digest, in bursts held for a minute. Subtypes that are not offered, or that stand for what happens
 * in linked records. `events_message` answers why somebody was not told of a message.
 */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    alter table followers add column way text check (way in ('email', 'inbox', 'digest', 'nothing'));
    alter table followers add column parent_thread_id INT8 references threads (id);
    create index followers_parent on followers (parent_thread_id, person_id) where parent_thread_id is not null;
    create index records_linked on records (linked_record_id) where linked_record_id is not null;
    alter table subtypes add column hidden integer not null default 0;
    alter table subtypes add column heard_type_id INT8 references record_types (id);
    alter table subtypes add column heard_code text;
    alter table subtypes add column heard_by text;
    alter table notifications add column digest_id INT8;
    create index notifications_digest on notifications (person_id, id)
      where way = 'digest' and digest_id is null and read_at is null;
    create index notifications_in_digest on notifications (digest_id, id) where digest_id is not null;
    alter table deliveries add column bundle INT8;
    create index deliveries_bundle on deliveries (thread_id, person_id, id) where bundle is not null;
    create index events_message on events (message_id) where message_id is not null;
    create table digests (
      person_id INT8 primary key references people (id),
      every text not null default 'daily' check (every in ('4h', 'daily', 'weekly')),
      hour integer not null default 8,
      days text not null default '[1,2,3,4,5]',
      due_at INT8 not null,
      stopped text,
      stopped_at INT8
    );
    create index digests_due on digests (due_at) where stopped_at is null
  `)
}
