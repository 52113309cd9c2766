import type { Schema } from '../gateway/store/migrate.ts'

/** Planned follow-ups, plans of several, what each user wants to hear of theirs, and the rest of what an activity type says. */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    alter table activity_types add column code text;
    alter table activity_types add column decoration text not null default '';
    alter table activity_types add column category text not null default 'default';
    alter table activity_types add column keep_done integer not null default 0;
    create unique index activity_types_code on activity_types (code);
    update activity_types set code = 'todo' where id = (select min(id) from activity_types where name = 'To Do' and record_type_id is null);
    update activity_types set code = 'call', category = 'phone' where id = (select min(id) from activity_types where name = 'Call' and record_type_id is null);
    update activity_types set code = 'meeting', category = 'meeting' where id = (select min(id) from activity_types where name = 'Meeting' and record_type_id is null);
    update activity_types set category = 'upload' where name = 'Upload Document' and record_type_id is null;
    create table activities (
      id ID,
      thread_id INT8 not null references threads (id),
      activity_type_id INT8 not null references activity_types (id),
      summary text not null default '',
      note text not null default '',
      due_on text not null,
      starts_at INT8,
      ends_at INT8,
      place text not null default '',
      assignee_id INT8 references people (id),
      created_by INT8 not null references people (id),
      created_at INT8 not null,
      automatic integer not null default 0,
      previous_id INT8 references activities (id),
      files text not null default '[]',
      remind_at INT8,
      ended_at INT8,
      ended_by INT8 references people (id),
      outcome text check (outcome in ('done', 'cancelled')),
      feedback text not null default '',
      message_id INT8 references messages (id),
      meeting_uid text,
      meeting_sequence integer,
      organizer text,
      inviter_id INT8 references people (id)
    );
    create index activities_thread on activities (thread_id, due_on) where ended_at is null;
    create index activities_assignee on activities (assignee_id, due_on) where ended_at is null;
    create index activities_due on activities (due_on) where ended_at is null;
    create index activities_remind on activities (remind_at) where remind_at is not null;
    create index activities_done on activities (thread_id, ended_at) where outcome = 'done';
    create index activities_meeting on activities (meeting_uid) where meeting_uid is not null;
    create table activity_plans (
      id ID,
      name text not null,
      record_type_id INT8 references record_types (id),
      removed_at INT8
    );
    create table activity_plan_steps (
      id ID,
      plan_id INT8 not null references activity_plans (id),
      activity_type_id INT8 not null references activity_types (id),
      summary text not null default '',
      note text not null default '',
      delay_count integer not null default 0,
      delay_unit text not null default 'days' check (delay_unit in ('days', 'weeks', 'months')),
      delay_from text not null default 'after' check (delay_from in ('before', 'after')),
      assignee_rule text not null default 'starter' check (assignee_rule in ('starter', 'record', 'fixed', 'asked')),
      assignee_id INT8 references people (id)
    );
    create index activity_plan_steps_plan on activity_plan_steps (plan_id, id);
    create table activity_habits (
      person_id INT8 primary key references people (id),
      hour integer not null default 8,
      working_days text not null default '12345',
      digest integer not null default 1,
      digest_at INT8,
      feed_hash text unique,
      feed_made_at INT8
    );
    create index activity_habits_digest on activity_habits (digest_at) where digest_at is not null
  `)
}
