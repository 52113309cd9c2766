import type { Schema } from '../gateway/store/migrate.ts'

/** What a mail has shown of where it comes from, with its parts; and the users, whom impostors are compared with, found at once. */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    alter table messages add column authentication text;
    create index people_users on people (id) where kind = 'user';
  `)
}
