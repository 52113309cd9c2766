import type { Schema } from '../gateway/store/migrate.ts'

/** Why a note is held, as its receipt says it; and why a file is kept back from everybody. */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    alter table held_notes add column why text;
    alter table attachments add column quarantine text;
    create index attachments_kept_back on attachments (id) where quarantine is not null
  `)
}
