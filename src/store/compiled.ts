import type { Compilable, CompiledQuery } from 'kysely';
import type { Database } from './tables/schema.ts';

/** Stands where a value will stand. */
interface Place {
  placeOf: string;
}

/**
 * A query that is built and compiled once and runs with other values each time: building one costs more than running it.
 * Only for queries whose form does not hang on the values, each of which stands in it as a whole: `build` is given something
 * that stands for them and sees none.
 */
export function compiledOnce<Values extends object, Row>(
  build: (db: Database, values: Values) => Compilable<Row>,
): (db: Database, values: Values) => Promise<Row[]> {
  /** One for each kind of database. */
  const compiled = new WeakMap<object, CompiledQuery<Row>>();
  return async (db, values) => {
    const { adapter } = db.getExecutor();
    const query = compiled.get(adapter) ?? build(db, placesFor(values)).compile();
    compiled.set(adapter, query);
    const known = new Map<unknown, unknown>(Object.entries(values));
    const parameters = query.parameters.map((value) => (isPlace(value) ? known.get(value.placeOf) : value));
    return (await db.executeQuery<Row>({ ...query, parameters })).rows;
  };
}

/** The same for a query about any number of rows: compiled once for each number of ids that is asked for. */
export function compiledPerCount<Row>(
  build: (db: Database, ids: readonly number[]) => Compilable<Row>,
): (db: Database, ids: readonly number[]) => Promise<Row[]> {
  const ofCount = (): ((db: Database, ids: Record<string, number>) => Promise<Row[]>) =>
    compiledOnce((db, ids) => build(db, Object.values(ids)));
  const byCount = new Map<number, ReturnType<typeof ofCount>>();
  return (db, ids) => {
    const run = byCount.get(ids.length) ?? ofCount();
    byCount.set(ids.length, run);
    return run(db, Object.fromEntries(ids.map((id, index) => [`id${index}`, id])));
  };
}

function placesFor<Values extends object>(values: Values): Values {
  const places = Object.keys(values).map((name) => [name, { placeOf: name } satisfies Place]);
  return Object.fromEntries(places) as Values;
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'placeOf' in value;
}
