import type { Schema } from '../gateway/store/migrate.ts'

/** Why a note is held: its page says it as the receipt did. */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`alter table held_notes add column why text`)
}
