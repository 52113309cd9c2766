import type { Schema } from '../gateway/store/migrate.ts'

/**
 * Why a mail came to its thread, and where it was before somebody moved it; what became of a record that is not worked on any more;
 * the ids of mails that we only saw named.
 */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    alter table messages add column evidence text;
    alter table messages add column moved_from text;
    alter table records add column merged_into INT8 references records (id);
    alter table records add column archived_at INT8;
    alter table records add column deleted_at INT8;
    create index records_merged_into on records (merged_into) where merged_into is not null;
    create table named_ids (
      mail_id text not null,
      message_id INT8 not null references messages (id),
      primary key (mail_id, message_id)
    );
    create index named_ids_message on named_ids (message_id)
  `)
}
