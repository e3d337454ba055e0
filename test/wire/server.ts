import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WireAnswer, WireFault, WireReply, WireRequest, WireResponse, WireScript } from './answer.ts';
import { chatCompletion, chatError, chatHeaders, chatRoutine, type RoutedModel } from './chat.ts';
import { breakOff, claudeError, claudeHeaders, claudeMessage, claudeRoutine, streamClaude } from './claude.ts';
import { type BatchHabits, claudeBatches, isBatches } from './claude-batches.ts';
import { allBlocks, isObject } from './claude-request.ts';
import { type WireFiles, wireFiles } from './files.ts';
import { type CacheUse, promptCache } from './prompt-cache.ts';

/** A stand-in on loopback for the Messages API and for a router of chat completions, as strict as they are about requests. */
export interface Wire {
  /** `http://127.0.0.1:<port>`: base URL of Claude, root of the router, address of an endpoint. */
  url: string;
  /** Every request so far, refused ones included. */
  requests: readonly WireRequest[];
  /** Settles when so many requests have come in. */
  arrived(count: number): Promise<void>;
  /** The Files API of Claude. */
  files: WireFiles;
  close(): Promise<void>;
}

export interface WireOptions {
  /** Models the router lists. */
  models?: readonly RoutedModel[];
  /** How its Message Batches behave. */
  batches?: BatchHabits;
  /** Chat completions without a key, as a local server gives them. */
  open?: boolean;
  /** What goes wrong with a request to the Files API; null for nothing. */
  filesFault?: (request: WireRequest) => WireFault | null;
}

/** Starts a server that answers as the script says. */
export async function startWire(script: WireScript, options: WireOptions = {}): Promise<Wire> {
  const { models = [], open = false, batches = {}, filesFault = () => null } = options;
  const requests: WireRequest[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const files = wireFiles();
  const cacheOf = promptCache(files.textOf);
  const takeBatch = claudeBatches(batches, script, cacheOf, files);
  const take = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const received = await receive(incoming);
    const documents = allBlocks({ ...received.body }).filter(({ type }) => type === 'document');
    const request = { number: requests.length + 1, ...received, documents: documents.map(files.textOf) };
    requests.push(request);
    for (const one of waiting) if (requests.length >= one.count) one.resolve();
    const response = responseOf(outgoing);
    if (isBatches(request)) return answerBatches(request, batches, takeBatch, response);
    const ofFiles = request.path.startsWith('/v1/files');
    const fault = ofFiles ? filesFault(request) : null;
    if (fault !== null && (await fail(request, fault, response))) return;
    const routine = ofFiles
      ? await files.answer(request)
      : request.api === 'claude'
        ? claudeRoutine(request, files)
        : chatRoutine(request, models, open);
    if (routine !== null) sendJson(response, routine.status, headersOf(request), routine.body);
    else await answer(request, await script(request), response, () => cacheOf({ ...request.body }));
  };
  // A script that throws is a hung-up connection to the client.
  const server = createServer((incoming, outgoing) => void take(incoming, outgoing).catch(() => outgoing.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    files,
    arrived: (count) => {
      if (requests.length >= count) return Promise.resolve();
      return new Promise((resolve) => waiting.push({ count, resolve }));
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function receive(incoming: IncomingMessage): Promise<Omit<WireRequest, 'number' | 'documents'>> {
  let raw = '';
  incoming.setEncoding('utf8');
  for await (const chunk of incoming) raw += chunk;
  const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', 'http://wire');
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const claude = path.startsWith('/v1/messages') || headers['anthropic-version'] !== undefined;
  const api = claude ? 'claude' : path === '/v1/chat/completions' ? 'chat' : 'other';
  const body: unknown = raw === '' || headers['content-type']?.startsWith('multipart/') ? {} : JSON.parse(raw);
  return { api, method: incoming.method ?? 'GET', path, query, headers, raw, body: isObject(body) ? body : {} };
}

function responseOf(outgoing: ServerResponse): WireResponse {
  const closed = new Promise<void>((resolve) => outgoing.once('close', () => resolve()));
  return {
    head: (status, headers) => {
      outgoing.writeHead(status, headers);
      outgoing.flushHeaders();
    },
    write: (chunk) => void outgoing.write(chunk),
    end: (chunk = '') => void outgoing.end(chunk),
    cut: () => void outgoing.socket?.resetAndDestroy(),
    closed,
  };
}

function headersOf(request: WireRequest): Record<string, string> {
  return request.api === 'claude' ? claudeHeaders(request) : chatHeaders(request);
}

function sendJson(response: WireResponse, status: number, headers: Record<string, string>, body: unknown): void {
  response.head(status, { ...headers, 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function answer(
  request: WireRequest,
  reply: WireReply,
  response: WireResponse,
  cacheOf: () => CacheUse,
): Promise<void> {
  const fault = typeof reply === 'object' && 'fault' in reply ? reply : null;
  if (fault !== null && (await fail(request, fault, response))) return;
  const whole: WireAnswer =
    typeof reply === 'string'
      ? { text: reply }
      : fault === null
        ? (reply as WireAnswer)
        : { text: 'half of this never arrives' };
  const cache = cacheOf();
  const body = request.api === 'claude' ? claudeMessage(request, whole, cache) : chatCompletion(request, whole);
  if (request.api === 'claude' && request.body.stream === true) {
    await streamClaude(request, response, body, { answer: whole, fault, begin: cache.publish });
    return;
  }
  response.head(200, { ...headersOf(request), 'content-type': 'application/json', ...whole.headers });
  cache.publish();
  await whole.hold;
  const text = JSON.stringify(body);
  if (fault === null) response.end(text);
  else await breakOff(fault, text.slice(0, text.length / 2), response);
}

async function answerBatches(
  request: WireRequest,
  { fails, breaksOff }: BatchHabits,
  takeBatch: ReturnType<typeof claudeBatches>,
  response: WireResponse,
): Promise<void> {
  const before = (await fails?.(request)) ?? null;
  if (before !== null && (await fail(request, before, response))) return;
  const { status, body, lines } = await takeBatch(request);
  const after = (await breaksOff?.(request)) ?? null;
  if (after !== null && (await fail(request, after, response))) return;
  const text = lines === undefined ? JSON.stringify(body) : `${lines.join('\n')}\n`;
  const type = lines === undefined ? 'application/json' : 'application/x-jsonl';
  response.head(status, { ...claudeHeaders(request), 'content-type': type });
  if (after === null) response.end(text);
  else await breakOff(after, text.slice(0, text.length / 2), response);
}

/** Faults that are the same for every kind of answer; false for those of a body under way. */
async function fail(request: WireRequest, fault: WireFault, response: WireResponse): Promise<boolean> {
  const headers = headersOf(request);
  if (fault.fault === 'reset') response.cut();
  else if (fault.fault === 'stall') await response.closed;
  else if (fault.fault === 'status')
    sendJson(response, fault.status, { ...headers, ...fault.headers }, fault.body ?? envelope(request, fault));
  else if (fault.fault === 'html')
    sendText(response, headers, 'text/html', '<html><body>Welcome to the portal</body></html>');
  else if (fault.fault === 'broken-json')
    sendText(response, headers, 'application/json', '{"choices": [{"message": {"content": "half');
  else if (fault.fault === 'body')
    sendText(
      response,
      headers,
      fault.contentType ?? 'application/json',
      typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body),
    );
  else return false;
  return true;
}

function sendText(response: WireResponse, headers: Record<string, string>, type: string, text: string): void {
  response.head(200, { ...headers, 'content-type': type });
  response.end(text);
}

function envelope(request: WireRequest, fault: Extract<WireFault, { fault: 'status' }>): unknown {
  const { type = 'api_error', message = 'the service is having trouble', code } = fault;
  return request.api === 'claude' ? claudeError(request, { type, message, code }) : chatError({ message, type, code });
}
