import BetterSqlite3 from 'better-sqlite3';

/** A connection nobody refers to is closed when memory is tidied, and its lock goes with it. */
const held = new Set<BetterSqlite3.Database>();

/**
 * Lets one program at a time work on the nights of a database. The lock is an exclusive transaction on a file beside it:
 * the operating system takes it away when the program ends, however it ends, so none is ever left behind.
 * @returns what gives it back; null when another program holds it.
 */
export function lockNight(database: string): (() => void) | null {
  const connection = new BetterSqlite3(`${database}.night-lock`, { timeout: 0 });
  try {
    connection.exec('begin exclusive');
  } catch (error) {
    connection.close();
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  held.add(connection);
  return () => {
    held.delete(connection);
    connection.close();
  };
}
