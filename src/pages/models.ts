import { oneLine } from './terminal-text.ts';

/** What a person chooses a model by. */
export interface OfferedModel {
  id: string;
  providers: readonly {
    provider: string;
    live: boolean;
    contextLength: number | null;
    /** US dollars per million tokens. */
    pricing: { input: number; output: number } | null;
    supportsStructuredOutput: boolean | null;
    firstTokenLatencyMs: number | null;
    /** Tokens per second. */
    throughput: number | null;
  }[];
}

const heading = ['provider', 'in $/M', 'out $/M', 'context', 'first token', 'tokens/s', 'structured'];

/** Each model with a line for each provider, as text for a terminal. What the router does not say is a dash. */
export function renderModels(models: readonly OfferedModel[]): string {
  const rows = models.map(({ id, providers }) => ({ id, cells: providers.map(cellsOf) }));
  const all = [heading, ...rows.flatMap(({ cells }) => cells)];
  const widths = heading.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`;
  const blocks = rows.map(({ id, cells }) => [oneLine(id), ...cells.map(line)].join('\n'));
  return rows.length === 0 ? '' : `${[line(heading), ...blocks].join('\n')}\n`;
}

function cellsOf(one: OfferedModel['providers'][number]): string[] {
  const { contextLength, pricing, firstTokenLatencyMs, throughput, supportsStructuredOutput } = one;
  return [
    `${oneLine(one.provider)}${one.live ? '' : ' (down)'}`,
    pricing === null ? '–' : pricing.input.toFixed(2),
    pricing === null ? '–' : pricing.output.toFixed(2),
    contextLength === null ? '–' : String(contextLength),
    firstTokenLatencyMs === null ? '–' : `${(firstTokenLatencyMs / 1_000).toFixed(1)} s`,
    throughput === null ? '–' : throughput.toFixed(0),
    supportsStructuredOutput === null ? '–' : supportsStructuredOutput ? 'yes' : 'no',
  ];
}
