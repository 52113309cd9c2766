import type { Schema } from '../gateway/store/migrate.ts'

/**
 * Passwords and app tokens, and whose each session is. Sessions of before do not say that, so nobody could end them: everybody signs
 * in once more.
 */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    create table credentials (
      id ID,
      person_id INT8 not null references people (id),
      kind text not null check (kind in ('password', 'token')),
      name text not null,
      secret text not null,
      created_at INT8 not null,
      last_used_at INT8
    );
    create index credentials_person on credentials (person_id);
    create unique index credentials_password on credentials (person_id) where kind = 'password';
    create unique index credentials_token on credentials (secret) where kind = 'token';
    delete from sessions;
    alter table sessions add column person_id INT8;
    create index sessions_person on sessions (person_id);
  `)
}
