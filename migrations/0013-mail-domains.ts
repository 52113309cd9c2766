import type { Schema } from '../gateway/store/migrate.ts'

/**
 * Mail domains with what becomes of mail to addresses that nobody has; whether an alias for some outsiders believes a From without
 * proof. Whoever wants it as it was says so: a From alone opens no door that an admin has closed.
 */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    alter table aliases add column unproved text not null default 'hold';

    create table mail_domains (
      domain text primary key,
      catch_all text not null default 'refuse',
      alias_id INT8 references aliases (id),
      suggests INT8 not null default 0,
      created_at INT8 not null
    )
  `)
}
