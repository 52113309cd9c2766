import type { Schema } from '../gateway/store/migrate.ts'

/** Words that confirm a command which is hard to take back: one use, a day. */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    create table confirmations (
      id ID,
      person_id INT8 not null references people (id),
      act text not null,
      word text not null,
      expires_at INT8 not null,
      used_at INT8
    );
    create index confirmations_person on confirmations (person_id, act)
  `)
}
