import type { Schema } from '../gateway/store/migrate.ts'

/** People, their mail addresses, and how they sign in. */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    create table people (
      id ID,
      kind text not null check (kind in ('contact', 'user', 'system')),
      role text check (role in ('owner', 'admin', 'operator', 'agent', 'reader')),
      name text not null,
      language text not null default 'en',
      time_zone text not null default 'UTC',
      notify text not null default 'email' check (notify in ('email', 'inbox', 'digest', 'nothing')),
      created_at INT8 not null,
      disabled_at INT8
    );
    create table addresses (
      id ID,
      person_id INT8 not null references people (id),
      address text not null,
      address_key text not null unique,
      bounce_score integer not null default 0,
      paused_at INT8,
      created_at INT8 not null
    );
    create index addresses_person on addresses (person_id);
    create table sign_in_links (
      id ID,
      token_hash text not null unique,
      person_id INT8 not null references people (id),
      created_at INT8 not null,
      expires_at INT8 not null,
      used_at INT8
    );
    create table sessions (
      id text primary key,
      content text not null,
      expires_at INT8 not null
    );
    create index sessions_expiry on sessions (expires_at);
  `)
}
