import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isObject, refuseMessages } from '../../test/wire/claude-request.ts';
import { createBatch } from './batches.ts';
import { answerChat, routedModels } from './chat.ts';
import { keepFile } from './files.ts';
import { noRequest } from './juror.ts';
import { answerMessages } from './messages.ts';
import { tokensOf } from './prompt-cache.ts';
import { blocksOf, Refused, withFiles } from './requests.ts';
import { openService, type Service } from './service.ts';
import { type SimulatorSettings, usualSettings } from './settings.ts';
import type { Report } from './stats.ts';

/** A simulated Messages API and router on loopback. */
export interface Simulator {
  /** `http://127.0.0.1:<port>`, for both services. */
  url: string;
  report(): Report;
  close(): Promise<void>;
}

/** Starts a simulator; what is not set is as usual. */
export async function startSimulator(settings: Partial<SimulatorSettings> = {}): Promise<Simulator> {
  const service = openService({ ...usualSettings, ...settings });
  const server = createServer((request, response) => void serve(service, request, response));
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(service.settings.port, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    report: () => service.stats.report(),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function serve(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://simulator').pathname;
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    if (request.method === 'POST' && (path === '/v1/messages' || path === '/v1/chat/completions'))
      await count(service, () => answer(service, path, request, raw, response));
    else await routine(service, path, request, raw, response);
  } catch (error) {
    if (!(error instanceof Refused)) {
      // A client that hung up is no fault of the simulator.
      response.destroy();
      return;
    }
    const { type, message, status, headers } = error;
    send(response, status, { type: 'error', error: { type, message }, request_id: null }, headers);
  }
}

/** Enters a call into the books, refused ones included. */
async function count(service: Service, call: () => ReturnType<typeof answerMessages>): Promise<void> {
  const seen = service.stats.arrive();
  try {
    const { status, fault } = await call();
    seen.end(status, fault);
  } catch (error) {
    seen.end(error instanceof Refused ? error.status : 'reset', null);
    throw error;
  }
}

function answer(
  service: Service,
  path: string,
  request: IncomingMessage,
  raw: Buffer,
  response: ServerResponse,
): ReturnType<typeof answerMessages> {
  const body = parse(raw);
  if (path === '/v1/chat/completions') return answerChat(service, body, response);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const refusal = refuseMessages({ ...noRequest, api: 'claude', path, headers, body });
  if (refusal !== null) throw new Refused(refusal.status, refusal.type, refusal.message);
  return answerMessages(service, body, response);
}

/** Everything but answers: counting, models, files, batches and the books. */
async function routine(
  service: Service,
  path: string,
  request: IncomingMessage,
  raw: Buffer,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET' } = request;
  const route = `${method} ${path}`;
  if (route === 'GET /__stats') return send(response, 200, service.stats.report());
  if (route === 'GET /v1/models') return send(response, 200, { object: 'list', data: routedModels() });
  if (route === 'POST /v1/messages/count_tokens') {
    const blocks = blocksOf(withFiles(parse(raw), service), service);
    return send(response, 200, { input_tokens: blocks.reduce((sum, { text }) => sum + tokensOf(text), 0) });
  }
  if (route === 'POST /v1/messages/batches')
    return send(response, 200, createBatch(service, parse(raw), request.headers.host ?? ''));
  if (route === 'POST /v1/files')
    return send(response, 200, await keepFile(service, raw, request.headers['content-type'] ?? ''));
  const model = routedModels().find(({ id }) => path === `/v1/models/${id}`);
  if (model !== undefined) return send(response, 200, model);
  const [, kind, id = '', rest] = /^\/v1\/(messages\/batches|files)\/(\w+)(?:\/(results|cancel))?$/.exec(path) ?? [];
  if (kind === 'files') return fileOf(service, id, method, response);
  if (kind !== undefined) return batchOf(service, id, rest, response);
  throw new Refused(404, 'not_found_error', `There is no ${route}`);
}

function fileOf(service: Service, id: string, method: string, response: ServerResponse): void {
  const file = service.files.get(id);
  if (file === undefined) throw new Refused(404, 'not_found_error', `File not found: ${id}`);
  if (method === 'DELETE') service.files.delete(id);
  send(response, 200, method === 'DELETE' ? { id, type: 'file_deleted' } : file.metadata);
}

function batchOf(service: Service, id: string, rest: string | undefined, response: ServerResponse): void {
  const batch = service.batches.get(id);
  if (batch === undefined) throw new Refused(404, 'not_found_error', `There is no batch ${id}`);
  const { view, results } = batch;
  if (rest === 'cancel' && view.processing_status === 'in_progress')
    Object.assign(view, { processing_status: 'canceling', cancel_initiated_at: new Date().toISOString() });
  if (rest !== 'results') {
    send(response, 200, view);
    return;
  }
  if (view.processing_status !== 'ended') throw new Refused(404, 'not_found_error', `The batch ${id} has not ended`);
  response.writeHead(200, { 'content-type': 'application/x-jsonl' }).end(results.map((line) => `${line}\n`).join(''));
}

function parse(raw: Buffer): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(raw.toString('utf8'));
    if (isObject(body)) return body;
  } catch {
    // The message below is the same for both.
  }
  throw new Refused(400, 'invalid_request_error', 'The request body is not a JSON object');
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
