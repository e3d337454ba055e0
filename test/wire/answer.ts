/** A request as it came in, and what a test usually wants to know of it. */
export interface WireRequest {
  /** 1 for the first request of the server. */
  number: number;
  api: 'claude' | 'chat' | 'other';
  method: string;
  path: string;
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  /** The body byte for byte. */
  raw: string;
  /** The body read as JSON; an empty object when there is none. */
  body: Readonly<Record<string, unknown>>;
}

/** Tokens as the service would count them; whatever is left out is counted from the request and the text. */
interface WireUsage {
  input?: number;
  output?: number;
  thinking?: number;
  cacheRead?: number;
  cacheWrite?: number;
}

/** A whole answer. */
export interface WireAnswer {
  /** One text block, or one for each item. Null is an empty content (Claude) or `content: null` (chat completions). */
  text?: string | string[] | null;
  /** Blocks (Claude) or message fields (chat completions) in place of text, exactly as given. */
  content?: unknown;
  /** The service’s own word; `end_turn` and `stop` when left out. Null leaves it out of the answer. */
  stop?: string | null;
  stopDetails?: unknown;
  /** Null leaves usage out of the answer. */
  usage?: WireUsage | null;
  headers?: Record<string, string>;
  /** Sends head and first event, then waits for this before the rest. */
  hold?: Promise<unknown>;
}

/** How an answer can go wrong. */
export type WireFault =
  /** An error status with the service’s envelope; `body` replaces the envelope. */
  | {
      fault: 'status';
      status: number;
      type?: string;
      message?: string;
      code?: string;
      headers?: Record<string, string>;
      body?: unknown;
    }
  /** The connection is reset before anything is answered. */
  | { fault: 'reset' }
  /** Nothing is answered until the client hangs up. */
  | { fault: 'stall' }
  /** The head and half of the body come, then nothing until the client hangs up. */
  | { fault: 'stall-body' }
  /** The body comes byte by byte, without an end. */
  | { fault: 'drip' }
  /** The head and half of the body come, then the connection is cut. */
  | { fault: 'cut' }
  /** A stream ends in good order, but before its message does. */
  | { fault: 'early-end' }
  /** A stream says in its middle that it failed. */
  | { fault: 'stream-error'; type?: string; message?: string }
  /** A page in place of an answer, with status 200. */
  | { fault: 'html' }
  /** Status 200, JSON by its type, and not JSON. */
  | { fault: 'broken-json' }
  /** Status 200 with this body, whatever it is. */
  | { fault: 'body'; body: unknown; contentType?: string };

export type WireReply = string | WireAnswer | WireFault;

/** Decides what a request gets; it may take its time. */
export type WireScript = (request: WireRequest) => WireReply | Promise<WireReply>;

/** The parts of a connection an API needs to answer. */
export interface WireResponse {
  head(status: number, headers: Record<string, string>): void;
  write(chunk: string): void;
  end(chunk?: string): void;
  cut(): void;
  /** Settles when the client has hung up. */
  closed: Promise<void>;
}

/** Tokens of a text, at four characters each. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}
