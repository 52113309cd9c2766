import type { Schema } from '../gateway/store/migrate.ts'

/** Alarms for operators, acknowledgements, and an index for counting letters, which other deliveries have no part in. */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    create table alarms (
      id ID,
      name text not null,
      about text not null,
      details text not null default '{}',
      times INT8 not null,
      first_at INT8 not null,
      last_at INT8 not null,
      dismissed_at INT8,
      dismissed_by INT8 references people (id)
    );
    create unique index alarms_about on alarms (name, about);
    create index alarms_open on alarms (last_at) where dismissed_at is null;
    create table alarm_totals (
      name text primary key,
      times INT8 not null
    );
    alter table aliases add column acknowledge integer not null default 0;
    create table acknowledgements (
      inbound_id text primary key references inbound (id) deferrable initially deferred,
      thread_id INT8 not null references threads (id),
      person_id INT8 not null references people (id),
      address text not null,
      created_at INT8 not null,
      outcome text,
      ended_at INT8
    );
    create index acknowledgements_open on acknowledgements (created_at) where outcome is null;
    create index acknowledgements_person on acknowledgements (person_id, ended_at) where outcome = 'sent';
    create index deliveries_letters on deliveries (person_id, created_at) where message_id is null
  `)
}
