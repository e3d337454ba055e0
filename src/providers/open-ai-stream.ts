import { z } from 'zod';

const chunk = z.looseObject({
  model: z.string().nullish().catch(null),
  choices: z
    .array(
      z.looseObject({
        index: z.number().catch(0),
        delta: z
          .looseObject({ content: z.string().nullish().catch(null), refusal: z.string().nullish().catch(null) })
          .nullish()
          .catch(null),
        finish_reason: z.string().nullish().catch(null),
      }),
    )
    .catch([]),
  usage: z.unknown().optional(),
});

/** A stream ended before its answer did. */
export class CutStream extends Error {
  override name = 'CutStream';
}

/**
 * The completion that a stream of chunks amounts to, as the service would have sent it in one piece. Some services stream
 * although nobody asked. An event that holds an error is returned as it is: it is told apart like an error in one piece.
 * @throws SyntaxError for data that is not JSON, CutStream when there is no end.
 */
export function readChunks(text: string): unknown {
  let ended = false;
  const whole = {
    model: null as string | null,
    content: '',
    refusal: '',
    finish: null as string | null,
    usage: undefined as unknown,
  };
  for (const data of dataOf(text)) {
    if (data === '[DONE]') {
      ended = true;
      continue;
    }
    const body: unknown = JSON.parse(data);
    if (typeof body === 'object' && body !== null && 'error' in body && body.error !== null) return body;
    const read = chunk.safeParse(body).data;
    if (read === undefined) continue;
    whole.model ??= read.model ?? null;
    if (read.usage !== undefined && read.usage !== null) whole.usage = read.usage;
    for (const { index, delta, finish_reason } of read.choices) {
      if (index !== 0) continue;
      whole.content += delta?.content ?? '';
      whole.refusal += delta?.refusal ?? '';
      whole.finish ??= finish_reason ?? null;
    }
  }
  if (!ended && whole.finish === null) throw new CutStream('the stream ended before its answer did');
  const { content, refusal, finish, model, usage } = whole;
  return {
    model,
    choices: [{ finish_reason: finish, message: { content, refusal: refusal === '' ? null : refusal } }],
    usage,
  };
}

/** The data of each event; comments and other fields are passed over. */
function dataOf(text: string): string[] {
  return text
    .split(/\r\n\r\n|\n\n|\r\r/)
    .map((event) =>
      event
        .split(/\r\n|\n|\r/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice('data:'.length).replace(/^ /, ''))
        .join('\n'),
    )
    .filter((data) => data.trim() !== '');
}
