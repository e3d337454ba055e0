import type { Agent, Dispatcher } from 'undici';
import { acceptedCodings, decompress } from './decompress.ts';
import { sizeOf } from './limits.ts';
import { Unusable } from './unusable.ts';

/** One answer of a server, its body still on the way: either read it or leave it. */
export interface Answer {
  status: number;
  /** A header’s value; several of one name are joined with commas. Null when it is absent. */
  header(name: string): string | null;
  /** The whole body, decompressed. @throws Unusable when it is larger, damaged or cut short. */
  read(mostBytes: number): Promise<Uint8Array>;
  /** As much of the body as the limit allows; what is compressed must fit in whole. */
  readStart(mostBytes: number): Promise<Uint8Array>;
  /** Hangs up on the rest. */
  leave(): void;
}

interface Asking {
  agent: Agent;
  signal: AbortSignal;
  headers: Record<string, string>;
}

/** Sends one GET and reads the head of the answer. Redirects are answers like any other; no cookie is kept or sent. */
export async function request(url: URL, { agent, signal, headers }: Asking): Promise<Answer> {
  const {
    statusCode,
    headers: head,
    body,
  } = await agent.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method: 'GET',
    signal,
    headers: { ...headers, 'accept-encoding': acceptedCodings },
  });
  // whoever leaves a body does not hear how it ends
  body.on('error', () => {});
  const header = (name: string): string | null => {
    const value = head[name];
    return value === undefined ? null : [value].flat().join(', ');
  };
  const encoding = header('content-encoding') ?? '';
  return {
    status: statusCode,
    header,
    read: async (mostBytes) => {
      if (Number(header('content-length') ?? 0) > mostBytes) {
        body.destroy();
        throw tooLarge(mostBytes);
      }
      const { bytes, isCut } = await collect(body, mostBytes);
      if (isCut) throw tooLarge(mostBytes);
      return decompress(bytes, encoding, mostBytes);
    },
    readStart: async (mostBytes) => {
      const { bytes } = await collect(body, mostBytes);
      return decompress(bytes, encoding, mostBytes);
    },
    leave: () => {
      body.destroy();
    },
  };
}

/** Hangs up at the limit. */
async function collect(
  body: Dispatcher.ResponseData['body'],
  mostBytes: number,
): Promise<{ bytes: Uint8Array; isCut: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // leaving the loop early destroys the body, and with it the connection
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    chunks.push(chunk);
    if (size > mostBytes) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, mostBytes), isCut: size > mostBytes };
}

function tooLarge(mostBytes: number): Unusable {
  return new Unusable(`it is larger than ${sizeOf(mostBytes)}`);
}
