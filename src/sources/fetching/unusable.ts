import { STATUS_CODES } from 'node:http';

/** Why a request gave nothing of use, before it is known which address a person asked for. */
export class Unusable extends Error {
  override name = 'Unusable';
  /** HTTP status; null when there was none. */
  readonly status: number | null;
  constructor(reason: string, status: number | null = null, options?: ErrorOptions) {
    super(reason, options);
    this.status = status;
  }
}

/** What a status means, for people. */
export function reasonOfStatus(status: number): string {
  const words = STATUS_CODES[status];
  return `the server answered ${status}${words === undefined ? '' : ` ${words}`}`;
}

/** What went wrong on the wire, by the code of the error. */
const reasons = new Map([
  ['ENOTFOUND', 'there is no such host'],
  ['EAI_AGAIN', 'the name server does not answer'],
  ['ECONNREFUSED', 'nothing listens there'],
  ['ECONNRESET', 'the server closed the connection'],
  ['EPIPE', 'the server closed the connection'],
  ['EHOSTUNREACH', 'the host cannot be reached'],
  ['ENETUNREACH', 'the host cannot be reached'],
  ['ETIMEDOUT', 'the host does not answer'],
  ['UND_ERR_CONNECT_TIMEOUT', 'the host does not answer'],
  ['UND_ERR_HEADERS_TIMEOUT', 'the server accepted the request and fell silent'],
  ['UND_ERR_BODY_TIMEOUT', 'the server stopped in the middle of its answer'],
  ['UND_ERR_HEADERS_OVERFLOW', 'the head of the answer is too large'],
  ['UND_ERR_SOCKET', 'the server closed the connection before its answer was whole'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'the answer is not as long as its head says'],
]);

/** A reason in words for whatever a request ended with. */
export function reasonOf(error: unknown): string {
  if (error instanceof Unusable) return error.message;
  if (!(error instanceof Error)) return String(error);
  // a host with several addresses fails with an error for each
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const reason = reasons.get(code);
  if (reason !== undefined) return reason;
  if (error.name === 'HTTPParserError') return 'the answer is not HTTP';
  if (/CERT|TLS|SSL/.test(code)) return `its certificate or encryption is not in order (${code})`;
  return code === '' ? error.message : `${error.message} (${code})`;
}
