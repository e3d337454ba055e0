import { z } from 'zod';
import { type FailureKind, ProviderFailed } from '../core/call.ts';

/** What a service said when it failed, in the terms both adapters share. Everything in it is untrusted. */
export interface Complaint {
  /** HTTP status; null when the failure came inside an answer. */
  status: number | null;
  /** The service’s own words. */
  words: string | null;
  /** Its machine-readable names for what happened: error type and error code. */
  codes: readonly string[];
}

/** Spend limits and missing credit arrive under several statuses; only these names and words tell them apart. */
const spendCodes = new Set([
  'billing_error',
  'contract_spend_limit_reached',
  'enforced_spend_limit_reached',
  'linked_organization_spend_limit_reached',
  'insufficient_quota',
  'insufficient_credits',
]);
const spendWords =
  /credit balance is too low|insufficient (?:credits?|quota|balance)|exceeded your (?:monthly|current) /i;

/** For failures inside an answer, where there is no status. */
const kindOfCode = new Map<string, FailureKind>([
  ['authentication_error', 'credentials'],
  ['permission_error', 'credentials'],
  ['rate_limit_error', 'rate'],
  ['overloaded_error', 'server'],
  ['api_error', 'server'],
  ['timeout_error', 'server'],
  ['invalid_request_error', 'request'],
  ['not_found_error', 'request'],
  ['request_too_large', 'request'],
]);

/** What a complaint means for what to do next. Unknown ones count as trouble of the server, which may be asked again. */
export function kindOf({ status, words, codes }: Complaint): FailureKind {
  if (codes.some((code) => spendCodes.has(code))) return 'spend';
  const clientError = status === null || status === 400 || status === 403 || status === 429;
  if (status === 402 || (clientError && spendWords.test(words ?? ''))) return 'spend';
  if (status === null) return codes.map((code) => kindOfCode.get(code)).find((kind) => kind !== undefined) ?? 'server';
  if (status === 401 || status === 403) return 'credentials';
  if (status === 429) return 'rate';
  if (unsupported(status, words ?? '')) return 'unsupported';
  if (status === 408 || status === 409 || status >= 500) return 'server';
  return status >= 400 ? 'request' : 'malformed';
}

/** One provider of a model says it cannot do what is asked. When the router says so of all of them, there is no other to ask. */
function unsupported(status: number, words: string): boolean {
  if (status !== 400 && status !== 404 && status !== 422) return false;
  if (/any provider/i.test(words)) return false;
  return (
    /response_format|json_schema|structured.outputs?|guided/i.test(words) ||
    /not supported|(?:does not|doesn.t) support|unsupported/i.test(words)
  );
}

const looseText = z.string().nullish().catch(null);
const inner = z.object({
  message: looseText,
  type: looseText,
  code: z.union([z.string(), z.number()]).nullish().catch(null),
  http_status_code: z.number().nullish().catch(null),
  status_code: z.number().nullish().catch(null),
  details: z.object({ error_code: looseText }).nullish().catch(null),
});
const envelope = z.object({
  error: z.union([z.string(), inner]).nullish().catch(null),
  message: looseText,
  detail: looseText,
  title: looseText,
});

/** What an error body says, in any of the forms services use. Never fails: an unreadable body is a complaint without words. */
export function complaintOf(status: number | null, body: unknown): Complaint {
  const { error, message, detail, title } = envelope.safeParse(body).data ?? {};
  if (typeof error === 'string') return { status, words: error, codes: [] };
  const code = error?.code;
  const told =
    error?.http_status_code ??
    error?.status_code ??
    (typeof code === 'number' && code >= 400 && code < 600 ? code : null);
  const codes = [error?.details?.error_code, typeof code === 'string' ? code : null, error?.type];
  return {
    status: status ?? told,
    words: error?.message ?? message ?? detail ?? title ?? null,
    codes: codes.filter((name) => typeof name === 'string'),
  };
}

/** What is wrong with a key before it is sent, to be read after “the key”; null when nothing is. An HTTP header can carry no other characters. */
export function keyProblem(key: string): string | null {
  if (key.trim() === '') return 'is empty';
  return /^[\x21-\x7e]+$/.test(key) ? null : 'holds white space or characters no key has';
}

/** What a person does about failures that asking again does not cure. */
export interface Remedies {
  credentials: string;
  spend: string;
}

/** The failure a complaint amounts to, told in one line that names no secret. */
export function complained(
  from: { provider: string; remedies: Remedies; secrets: readonly string[] },
  complaint: Complaint,
  more: {
    /** Of the answer that held the complaint, when the complaint names none. */
    status?: number | null;
    requestId?: string | null;
    retryAfterMs?: number | null;
    servedBy?: string | null;
    cause?: unknown;
  },
): ProviderFailed {
  const kind = kindOf(complaint);
  const { provider, remedies, secrets } = from;
  const said = oneLine(complaint.words ?? '', secrets);
  const words = said === '' || said.startsWith('<') ? 'it did not say why' : said.replace(/[.\s]+$/, '');
  const status = complaint.status === null ? 'failed' : `answered ${complaint.status}`;
  const remedy = kind === 'credentials' || kind === 'spend' ? ` ${remedies[kind]}` : '';
  return new ProviderFailed(provider, kind, `${provider} ${status}: ${words}.${remedy}`, {
    ...more,
    status: complaint.status ?? more.status ?? null,
  });
}

/** Anything shorter is no key of a service, and would be found inside words. */
const shortestSecret = 8;

/** One line of at most 300 characters without control characters or any of the given secrets, fit for a log and a terminal. */
export function oneLine(text: string, secrets: readonly string[]): string {
  const safe = secrets
    .filter(({ length }) => length >= shortestSecret)
    .reduce((rest, secret) => rest.replaceAll(secret, '[key]'), text);
  const line = safe
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .toWellFormed()
    .trim();
  return line.length <= 300 ? line : `${line.slice(0, 299).trimEnd()}…`;
}

/**
 * What the server asked us to wait, in milliseconds: `retry-after-ms`, or `retry-after` in seconds or as a date. Null
 * without a usable one: none, nothing, less than nothing and the past say nothing about how long.
 */
export function retryAfterMs(headers: Headers, now: Date): number | null {
  const after = headers.get('retry-after');
  const inSeconds = seconds(after);
  const asked =
    seconds(headers.get('retry-after-ms')) ??
    (inSeconds === null ? Date.parse(after ?? '') - now.getTime() : Math.ceil(inSeconds * 1000));
  return asked > 0 ? asked : null;
}

function seconds(value: string | null): number | null {
  return value !== null && /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : null;
}

/** An answer without a body. */
export class EmptyBody extends SyntaxError {}

/** The JSON of a body. @throws SyntaxError, as an EmptyBody when there is none */
export function parseBody(text: string): unknown {
  if (text.trim() === '') throw new EmptyBody('the body is empty');
  return JSON.parse(text);
}

/**
 * The failure of a call that no service complained about: refused, reset or cut connections, and bodies that cannot be
 * read. Only the error’s code and type are told, because its text can hold an address with a password.
 */
export function brokenCall(
  provider: string,
  error: unknown,
  more: { status?: number | null; requestId?: string | null; servedBy?: string | null; contentType?: string | null },
): ProviderFailed {
  if (error instanceof SyntaxError) {
    const type = oneLine(more.contentType ?? '', []).split(';')[0];
    const notJson = `the answer is not JSON${type === '' ? '' : `, it calls itself ${type}`}`;
    const what = error instanceof EmptyBody ? 'the answer is empty' : notJson;
    return new ProviderFailed(provider, 'malformed', `${provider}: ${what}`, { ...more, cause: error });
  }
  const code = codeOf(error);
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')
    return new ProviderFailed(provider, 'deadline', `${provider}: the answer stopped arriving`, {
      ...more,
      cause: error,
    });
  const begun = (more.status ?? null) !== null;
  const what = begun ? 'the answer was cut off' : 'no connection';
  return new ProviderFailed(provider, 'network', `${provider}: ${what}${code === null ? '' : ` (${code})`}`, {
    ...more,
    cause: error,
  });
}

/** The system’s code (ECONNRESET) of an error or of one it was caused by. */
function codeOf(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1)
    if ('code' in at && typeof at.code === 'string') return at.code;
  return null;
}
