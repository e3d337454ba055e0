import { sql } from 'kysely';
import type { Schema } from './migrations.ts';

/**
 * Makes a table anew with another definition and the same columns, because SQLite cannot change a check. Rows, their
 * numbers, indexes and what other tables refer to stay. Must run in a transaction.
 * @param redefine gets the statement that made the table and returns the one to make it with.
 */
export async function rebuildTable(db: Schema, table: string, redefine: (definition: string) => string): Promise<void> {
  const made = sql<{ type: string; sql: string }>`
    select type, sql from sqlite_master where tbl_name = ${table} and sql is not null and type in ('table', 'index')
  `;
  const { rows } = await made.execute(db);
  const definition = rows.find(({ type }) => type === 'table')?.sql;
  if (definition === undefined) throw new Error(`there is no table ${table} to make anew`);
  // Between dropping and filling, rows of other tables point at nothing; only the end of the transaction counts.
  await sql`pragma defer_foreign_keys = on`.execute(db);
  await sql`create table rebuilt_rows as select * from ${sql.table(table)}`.execute(db);
  await sql`drop table ${sql.table(table)}`.execute(db);
  await sql.raw(redefine(definition)).execute(db);
  await sql`insert into ${sql.table(table)} select * from rebuilt_rows`.execute(db);
  await sql`drop table rebuilt_rows`.execute(db);
  for (const index of rows.filter(({ type }) => type === 'index')) await sql.raw(index.sql).execute(db);
}
