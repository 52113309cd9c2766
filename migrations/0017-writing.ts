import type { Schema } from '../gateway/store/migrate.ts'

/** Editing and deleting, mentions, drafts, scheduled messages, canned responses, reactions, stars, and what is read. */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    alter table messages add column edited_at INT8;
    alter table messages add column deleted_at INT8;
    alter table messages add column deleted_by INT8 references people (id);
    alter table people add column undo_seconds integer not null default 0;
    create table message_versions (
      id ID,
      message_id INT8 not null references messages (id),
      body text not null,
      new_text text not null,
      html text,
      parts text,
      replaced_by INT8 not null references people (id),
      replaced_at INT8 not null
    );
    create index message_versions_message on message_versions (message_id, id);
    create table mentions (
      id ID,
      message_id INT8 not null references messages (id),
      person_id INT8 not null references people (id),
      said text not null,
      told_at INT8,
      told_by INT8 references people (id)
    );
    create unique index mentions_person on mentions (message_id, person_id);
    create table drafts (
      id ID,
      thread_id INT8 not null references threads (id),
      person_id INT8 not null references people (id),
      kind text not null check (kind in ('message', 'note')),
      text text not null,
      subject text not null default '',
      recipients text not null default '',
      send_at text not null default '',
      saved_at INT8 not null,
      closed_at INT8
    );
    create unique index drafts_person on drafts (thread_id, person_id, kind);
    create table scheduled_messages (
      id ID,
      thread_id INT8 not null references threads (id),
      author_id INT8 not null references people (id),
      kind text not null check (kind in ('message', 'note')),
      text text not null,
      subject text not null default '',
      recipients text not null default '',
      confirmed text not null default '[]',
      send_at INT8 not null,
      created_at INT8 not null,
      attempts integer not null default 0,
      trouble text
    );
    create index scheduled_due on scheduled_messages (send_at, id) where trouble is null;
    create index scheduled_thread on scheduled_messages (thread_id, send_at);
    create table waiting_files (
      id ID,
      draft_id INT8 references drafts (id),
      scheduled_id INT8 references scheduled_messages (id),
      sha256 text not null,
      filename text not null,
      content_type text not null,
      size INT8 not null
    );
    create index waiting_files_draft on waiting_files (draft_id);
    create index waiting_files_scheduled on waiting_files (scheduled_id);
    create index waiting_files_sha256 on waiting_files (sha256);
    create index attachments_sha256 on attachments (sha256);
    create table erased_files (
      sha256 text primary key,
      erased_at INT8 not null
    );
    create table canned_responses (
      id ID,
      owner_id INT8 references people (id),
      shortcut text not null,
      text text not null,
      created_by INT8 not null references people (id),
      created_at INT8 not null
    );
    create unique index canned_shortcut on canned_responses (shortcut, coalesce(owner_id, 0));
    create table reactions (
      id ID,
      message_id INT8 not null references messages (id),
      person_id INT8 not null references people (id),
      emoji text not null,
      at INT8 not null
    );
    create unique index reactions_person on reactions (message_id, person_id, emoji);
    create table stars (
      id ID,
      person_id INT8 not null references people (id),
      message_id INT8 not null references messages (id),
      at INT8 not null
    );
    create unique index stars_person on stars (person_id, message_id);
    update notifications set read_at = created_at where read_at is null;
    create index notifications_unread_thread on notifications (person_id, thread_id) where read_at is null;
    create index notifications_mentions on notifications (person_id, id) where read_at is null and reason = 'mention';
    create index questions_open on questions (person_id, asked_at) where answer is null
  `)
}
