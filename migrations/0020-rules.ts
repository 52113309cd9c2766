import type { Schema } from '../gateway/store/migrate.ts'

/**
 * Mail templates with their versions, rules with what they have done and will do, webhook calls, and ratings. An event is looked at by
 * the rules once: those from before there were rules count as looked at.
 */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    create table mail_templates (
      id ID,
      record_type_id INT8 not null references record_types (id),
      code text not null,
      language text not null,
      name text not null,
      published_id INT8,
      created_at INT8 not null,
      removed_at INT8
    );
    create unique index mail_templates_code on mail_templates (record_type_id, code, language) where removed_at is null;
    create table mail_template_versions (
      id ID,
      template_id INT8 not null references mail_templates (id),
      number integer not null,
      subject text not null,
      layout text not null,
      words text not null,
      author_id INT8 not null references people (id),
      saved_at INT8 not null,
      published_at INT8
    );
    create unique index mail_template_versions_number on mail_template_versions (template_id, number);
    alter table messages add column template text;
    create table rules (
      id ID,
      code text not null,
      name text not null,
      record_type_id INT8 not null references record_types (id),
      cause text not null,
      conditions text not null,
      actions text not null,
      secret text not null,
      enabled_at INT8,
      enabled_by INT8 references people (id),
      stopped_why text,
      failures integer not null default 0,
      walked_to INT8,
      created_at INT8 not null,
      removed_at INT8
    );
    create unique index rules_code on rules (code) where removed_at is null;
    create table rule_runs (
      id ID,
      rule_id INT8 not null references rules (id),
      thread_id INT8 not null references threads (id),
      key text not null,
      event_id INT8 references events (id),
      depth integer not null default 0,
      state text not null default 'due' check (state in ('due', 'done', 'skipped', 'failed')),
      due_at INT8 not null,
      attempts integer not null default 0,
      outcome text,
      created_at INT8 not null,
      ended_at INT8
    );
    create unique index rule_runs_key on rule_runs (rule_id, key);
    create index rule_runs_due on rule_runs (due_at, id) where state = 'due';
    create index rule_runs_thread on rule_runs (thread_id, rule_id, id);
    create index rule_runs_rule on rule_runs (rule_id, id);
    create index rule_runs_ended on rule_runs (ended_at);
    create table webhook_calls (
      id ID,
      rule_id INT8 not null references rules (id),
      thread_id INT8 not null references threads (id),
      url text not null,
      body text not null,
      state text not null default 'due' check (state in ('due', 'done', 'failed')),
      attempts integer not null default 0,
      due_at INT8 not null,
      response text,
      created_at INT8 not null,
      ended_at INT8
    );
    create index webhook_calls_due on webhook_calls (due_at, id) where state = 'due';
    create index webhook_calls_rule on webhook_calls (rule_id, id);
    alter table events add column looked_at INT8;
    update events set looked_at = at;
    create index events_to_look_at on events (id) where looked_at is null;
    create table ratings (
      id ID,
      thread_id INT8 not null references threads (id),
      record_type_id INT8 not null references record_types (id),
      person_id INT8 not null references people (id),
      closing INT8 not null unique references events (id),
      state text not null default 'due' check (state in ('due', 'asked', 'not asked')),
      why text,
      asked_at INT8 not null,
      grade integer,
      words text not null default '',
      answered_at INT8
    );
    create index ratings_thread on ratings (thread_id, id);
    create index ratings_due on ratings (id) where state = 'due';
    create index ratings_answered on ratings (answered_at) where answered_at is not null;
    create index ratings_asked_at on ratings (asked_at);
  `)
}
