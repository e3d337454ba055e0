import type { Generated } from 'kysely';

export interface NightTables {
  nights: {
    id: Generated<number>;
    started_at: string;
    ended_at: string | null;
    exit_code: number | null;
    folder: string | null;
  };
}
