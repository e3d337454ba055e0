import type Anthropic from '@anthropic-ai/sdk';
import { z } from 'zod';
import { ProviderFailed } from '../../core/call.ts';
import { hashText } from '../../core/key.ts';
import { withinDeadline } from '../deadline.ts';
import { complaintOf } from '../failure.ts';
import {
  type ClaudeAccess,
  connectClaude,
  failureOf,
  isApiError,
  provider,
  refuseBadKey,
  rootOf,
  type Seen,
} from './claude-client.ts';

/** A file of ours as the service tells of it. */
export interface ClaudeFile {
  id: string;
  name: string;
  bytes: number;
  /** ISO time. */
  createdAt: string;
  /** ISO time; null for a file that is kept for good. */
  expiresAt: string | null;
}

/** The Files API, as far as it holds documents of ours. Everything rejects with ProviderFailed or the signal’s reason. */
export interface ClaudeFileApi {
  /** Hash of the address and the key: files of another account cannot be used. */
  account: string;
  upload(document: { name: string; text: string; lifeSeconds: number }, signal: AbortSignal): Promise<ClaudeFile>;
  /** Which of these the service still has. */
  findPresent(ids: readonly string[], signal: AbortSignal): Promise<Set<string>>;
  /** All files whose names are ours. */
  list(signal: AbortSignal): Promise<ClaudeFile[]>;
  /** Deletes a file; one that is gone already is deleted. */
  remove(id: string, signal: AbortSignal): Promise<void>;
}

export interface ClaudeFileApiOptions extends ClaudeAccess {
  now?: () => Date;
  /** Longest wait for one request and its answer, in milliseconds. */
  deadlineMs?: number;
}

/** An upload of the largest dossier takes seconds; the sources wait for it. */
const defaultDeadlineMs = 120_000;

/** Files the service looks up at once. */
const mostIds = 100;

/** Digits of the content’s hash in a file’s name. */
const digits = 16;

/** The name of a document’s file, by which it is known as ours among the other files of an account. */
export function fileNameOf(tool: string, hash: string): string {
  return `ship-or-skip.${tool}.${hash.slice(0, digits)}.txt`;
}

/** The tool a file of ours is about; null for a file that is not ours. */
export function toolInName(name: string): string | null {
  return /^ship-or-skip\.([a-z0-9-]+)\.[0-9a-f]{16}\.txt$/.exec(name)?.[1] ?? null;
}

/** Opens the Files API. The SDK is loaded at the first request. */
export function claudeFileApi(options: ClaudeFileApiOptions): ClaudeFileApi {
  const { apiKey, now = () => new Date(), deadlineMs = defaultDeadlineMs } = options;
  let client: Promise<Anthropic> | undefined;
  const request = async <T>(
    signal: AbortSignal,
    send: (files: Anthropic['files'], ending: AbortSignal) => Promise<T>,
  ) => {
    refuseBadKey(apiKey);
    return withinDeadline({ provider, signal, deadlineMs }, async (ending) => {
      client ??= connectClaude(options);
      try {
        return await send((await client).files, ending);
      } catch (error) {
        throw quotaFailureOf(error) ?? failureOf(error, unseen, { apiKey, now });
      }
    });
  };
  return {
    account: hashText(`${rootOf(options)}\n${apiKey}`),
    upload: ({ name, text, lifeSeconds }, signal) =>
      request(signal, async (files, ending) => {
        const file = new File([text], name, { type: 'text/plain' });
        return fileOf(await files.upload({ file, expires_in_seconds: lifeSeconds }, { signal: ending }));
      }),
    findPresent: (ids, signal) =>
      request(signal, async (files, ending) => {
        const present = new Set<string>();
        for (let start = 0; start < ids.length; start += mostIds)
          for await (const one of files.list({ ids: ids.slice(start, start + mostIds) }, { signal: ending })) {
            const { id, expiresAt } = fileOf(one);
            if (expiresAt === null || Date.parse(expiresAt) > now().getTime()) present.add(id);
          }
        return present;
      }),
    list: (signal) =>
      request(signal, async (files, ending) => {
        const ours: ClaudeFile[] = [];
        for await (const one of files.list({ limit: 100 }, { signal: ending }))
          if (toolInName(String(one?.filename)) !== null) ours.push(fileOf(one));
        return ours;
      }),
    remove: (id, signal) =>
      request(signal, async (files, ending) => {
        try {
          await files.delete(id, {}, { signal: ending });
        } catch (error) {
          if (!(isApiError(error) && error.status === 404)) throw error;
        }
      }),
  };
}

const unseen: Seen = { status: null, requestId: null, contentType: null };

/** The storage of the organization is full: nothing but deleting files helps. Null for any other error. */
function quotaFailureOf(error: unknown): ProviderFailed | null {
  if (!isApiError(error)) return null;
  const { status, headers } = error;
  if (!complaintOf(status, error.error).codes.includes('storage_quota_exceeded')) return null;
  const words = 'its storage for files is full. Delete what no dossier needs with: ship-or-skip files --prune';
  return new ProviderFailed(provider, 'request', `${provider}: ${words}`, {
    status,
    requestId: headers.get('request-id'),
  });
}

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
const metadata = z.object({
  id: z.string().regex(/^[\x21-\x7e]{1,200}$/),
  filename: z.string(),
  size_bytes: z.number().int().nonnegative(),
  created_at: time,
  expires_at: time.nullish(),
});

/** @throws ProviderFailed of kind `malformed` */
function fileOf(answer: unknown): ClaudeFile {
  const told = metadata.safeParse(answer);
  if (!told.success)
    throw new ProviderFailed(provider, 'malformed', `${provider}: the answer does not describe a file`);
  const { id, filename, size_bytes, created_at, expires_at } = told.data;
  return { id, name: filename, bytes: size_bytes, createdAt: created_at, expiresAt: expires_at ?? null };
}
