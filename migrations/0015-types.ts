import type { Schema } from '../gateway/store/migrate.ts'

/** Record types that can be undone and removed; what brought a change; time in stages; imports of records. */
export async function up(schema: Schema): Promise<void> {
  await schema.run(`
    alter table record_types add column removed_at INT8;
    alter table messages add column cause text;
    alter table records add column stage_times text;
    create table type_versions (
      id ID,
      record_type_id INT8 not null references record_types (id),
      label text not null,
      plural text not null,
      fields text not null,
      stages text not null,
      settings text not null,
      removed_at INT8,
      changed_by INT8 references people (id),
      changed_at INT8 not null
    );
    create index type_versions_type on type_versions (record_type_id, id);
    create table imports (
      id ID,
      record_type_id INT8 not null references record_types (id),
      file_name text not null,
      sha256 text not null,
      column_codes text,
      decimal_mark text not null default '',
      lines_done INT8 not null default 0,
      created INT8 not null default 0,
      updated INT8 not null default 0,
      unchanged INT8 not null default 0,
      faulty INT8 not null default 0,
      faults text not null default '[]',
      tell integer not null default 0,
      started_by INT8 not null references people (id),
      created_at INT8 not null,
      ended_at INT8
    )
  `)
}
