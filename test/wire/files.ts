import { tokensOf, type WireRequest } from './answer.ts';
import { allBlocks, isObject, type Refusal, refuseHeaders } from './claude-request.ts';

/** A file as the fake keeps it. */
interface WireFile {
  id: string;
  /** The authorization header it was uploaded with; nobody else sees it. */
  owner: string;
  filename: string;
  type: string;
  text: string;
  createdAt: Date;
  expiresAt: Date | null;
}

/** The Files API of the fake, and what a test may do behind its client’s back. */
export interface WireFiles {
  /** Every file that was ever uploaded, deleted ones included, in that order. */
  uploaded: readonly WireFile[];
  /** Files that are there now. */
  present(): WireFile[];
  /** Somebody deletes a file. */
  lose(id: string): void;
  /** The time of a file has come. */
  expire(id: string): void;
  /** Somebody else’s program leaves a file under the same key. */
  plant(file: Pick<WireFile, 'owner' | 'filename'>): WireFile;
  /** Answers a request below /v1/files. */
  answer(request: WireRequest): Promise<{ status: number; body: unknown }>;
  /** Why the documents of a message cannot be read; null when they can. */
  refuse(request: WireRequest): (Refusal & { code?: string }) | null;
  /** What the model reads of a block: its text, or that of its document. */
  textOf(block: Record<string, unknown>): string;
}

const shortestLife = 3_600;
const longestLife = 7_776_000;
const readable = ['text/plain', 'application/pdf'];

export function wireFiles(): WireFiles {
  const uploaded: WireFile[] = [];
  const deleted = new Set<string>();
  const present = (): WireFile[] => uploaded.filter(({ id }) => !deleted.has(id));
  const find = (id: string, owner: string): WireFile | undefined =>
    present().find((file) => file.id === id && file.owner === owner);
  const add = (file: Omit<WireFile, 'id' | 'createdAt'>): WireFile => {
    const id = `file_${String(uploaded.length + 1).padStart(6, '0')}`;
    const whole = { ...file, id, createdAt: new Date() };
    uploaded.push(whole);
    return whole;
  };
  const idOf = (block: Record<string, unknown>): string | null =>
    isObject(block.source) && block.source.type === 'file' ? String(block.source.file_id) : null;
  return {
    uploaded,
    present,
    lose: (id) => deleted.add(id),
    expire: (id) => {
      const file = uploaded.find((one) => one.id === id);
      if (file !== undefined) file.expiresAt = new Date(Date.now() - 1_000);
    },
    plant: (file) => add({ ...file, type: 'text/plain', text: 'planted', expiresAt: null }),
    answer: async (request) => {
      const refusal = refuseHeaders(request);
      if (refusal !== null) return failed(request, refusal);
      const owner = request.headers.authorization ?? '';
      const id = decodeURIComponent(/^\/v1\/files\/([^/]+)$/.exec(request.path)?.[1] ?? '');
      if (request.path === '/v1/files' && request.method === 'GET')
        return list(
          request,
          present().filter((file) => file.owner === owner),
        );
      if (request.path === '/v1/files' && request.method === 'POST') {
        const form = await readForm(request);
        return typeof form === 'string'
          ? failed(request, invalid(form))
          : { status: 200, body: told(add({ ...form, owner })) };
      }
      const file = find(id, owner);
      if (file === undefined) return failed(request, notFound(`File not found: ${id}`));
      if (request.method === 'GET') return { status: 200, body: told(file) };
      if (request.method !== 'DELETE') return failed(request, notFound('Not found'));
      deleted.add(id);
      return { status: 200, body: { id, type: 'file_deleted' } };
    },
    refuse: ({ body, headers }) => {
      for (const id of allBlocks({ ...body }).map(idOf)) {
        if (id === null) continue;
        const file = find(id, headers.authorization ?? '');
        if (file === undefined) return notFound(`File not found: ${id}`);
        if (file.expiresAt !== null && file.expiresAt.getTime() <= Date.now())
          return { ...notFound(`File has expired: ${id}`), code: 'file_expired' };
        if (!readable.includes(file.type)) return invalid('document: only text/plain and PDF files can be read');
      }
      return null;
    },
    textOf: (block) => {
      const id = idOf(block);
      if (id !== null) return uploaded.find((file) => file.id === id)?.text ?? '';
      return String((isObject(block.source) ? block.source.data : block.text) ?? '');
    },
  };
}

/** Tokens of everything that is sent. */
export function countTokens(body: WireRequest['body'], textOf: WireFiles['textOf']): number {
  return allBlocks({ ...body }).reduce((sum, block) => sum + tokensOf(textOf(block)), 0);
}

/** The one file of a form, or what is wrong with the form. */
async function readForm({ headers, raw }: WireRequest): Promise<Omit<WireFile, 'id' | 'createdAt' | 'owner'> | string> {
  const type = headers['content-type'] ?? '';
  if (!/^multipart\/form-data; *boundary=/.test(type)) return 'content-type: must be multipart/form-data';
  const form = await new Response(raw, { headers: { 'content-type': type } }).formData();
  const unknown = [...form.keys()].find((name) => name !== 'file' && name !== 'expires_in_seconds');
  if (unknown !== undefined) return `${unknown}: Extra inputs are not permitted`;
  const [file, ...more] = form.getAll('file');
  if (!(file instanceof File) || more.length > 0) return 'file: exactly one file is required';
  if (!/^[^<>:"|?*\\/\p{Cc}]{1,255}$/u.test(file.name)) return 'file: invalid filename';
  if (!readable.includes(file.type)) return `file: type ${file.type} cannot be a document`;
  if (file.size === 0) return 'file: must not be empty';
  const life = form.get('expires_in_seconds');
  const seconds = Number(life);
  if (life !== null && !(Number.isInteger(seconds) && seconds >= shortestLife && seconds <= longestLife))
    return `expires_in_seconds: must be between ${shortestLife} and ${longestLife}`;
  const expiresAt = life === null ? null : new Date(Date.now() + seconds * 1_000);
  return { filename: file.name, type: file.type, text: await file.text(), expiresAt };
}

/** A page of files, or those of given ids. */
function list(request: WireRequest, files: WireFile[]): { status: number; body: unknown } {
  const { query } = request;
  const ids = query.getAll('ids[]');
  const unknown = [...query.keys()].find((name) => !['limit', 'page', 'ids[]'].includes(name));
  if (unknown !== undefined) return failed(request, invalid(`${unknown}: Extra inputs are not permitted`));
  if (ids.length > 0) {
    if (query.has('limit') || query.has('page') || new Set(ids).size > 100)
      return failed(request, invalid('ids: at most 100, without limit and page'));
    return { status: 200, body: { data: files.filter(({ id }) => ids.includes(id)).map(told), next_page: null } };
  }
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000)
    return failed(request, invalid('limit: must be between 1 and 1000'));
  const from = query.has('page') ? Number(/^page_(\d+)$/.exec(query.get('page') ?? '')?.[1] ?? Number.NaN) : 0;
  if (Number.isNaN(from)) return failed(request, invalid('page: not a cursor of this list'));
  const next = from + limit < files.length ? `page_${from + limit}` : null;
  return { status: 200, body: { data: files.slice(from, from + limit).map(told), next_page: next } };
}

function told({ id, filename, type, text, createdAt, expiresAt }: WireFile): unknown {
  return {
    type: 'file',
    id,
    filename,
    mime_type: type,
    size_bytes: Buffer.byteLength(text),
    created_at: createdAt.toISOString(),
    downloadable: false,
    expires_at: expiresAt?.toISOString() ?? null,
  };
}

function invalid(message: string): Refusal {
  return { status: 400, type: 'invalid_request_error', message };
}

function notFound(message: string): Refusal {
  return { status: 404, type: 'not_found_error', message };
}

function failed({ number }: WireRequest, { status, type, message }: Refusal): { status: number; body: unknown } {
  return {
    status,
    body: { type: 'error', error: { type, message }, request_id: `req_${String(number).padStart(6, '0')}` },
  };
}
