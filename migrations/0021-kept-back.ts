import type { Schema } from '../gateway/store/migrate.ts'

/** Why a file is kept back from everybody. After 0018, which writes the table of files anew. */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    alter table attachments add column quarantine text;
    create index attachments_kept_back on attachments (id) where quarantine is not null
  `)
}
