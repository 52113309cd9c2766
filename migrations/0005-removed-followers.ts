import type { Schema } from '../gateway/store/migrate.ts'

/** Whom a user has removed from a thread takes no part in it any more, whatever they wrote there before. */
export async function up(schema: Schema): Promise<void> {
  await schema.run('alter table followers add column removed_by INT8 references people (id)')
}
