import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  brokenCall,
  complained,
  complaintOf,
  EmptyBody,
  kindOf,
  oneLine,
  parseBody,
} from '../../src/providers/failure.ts';

const from = {
  provider: 'test',
  remedies: { credentials: 'Mend the key.', spend: 'Add money.' },
  secrets: ['secret-key'],
};

describe('what a service says when it fails', () => {
  test.each<[unknown, string | null, string[]]>([
    [{ error: 'plain words' }, 'plain words', []],
    [{ error: { message: 'words', type: 'kind', code: 'code' } }, 'words', ['code', 'kind']],
    [{ error: { message: 'words', details: { error_code: 'stable' } } }, 'words', ['stable']],
    [{ message: 'top words' }, 'top words', []],
    [{ detail: 'detailed words' }, 'detailed words', []],
    [{ detail: [{ msg: 'listed' }] }, null, []],
    [{ title: 'a title', status: 522 }, 'a title', []],
    ['text', null, []],
    [null, null, []],
  ])('is found in %j', (body, words, codes) => {
    expect(complaintOf(500, body)).toEqual({ status: 500, words, codes });
  });

  test('keeps the status of the answer over the one it claims inside', () => {
    expect(complaintOf(500, { error: { code: 422 } }).status).toBe(500);
    expect(complaintOf(null, { error: { code: 422 } }).status).toBe(422);
  });

  test('comes out as one short line without control characters, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        const line = oneLine(text, ['secret-key']);
        expect(line.length).toBeLessThanOrEqual(300);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(line.isWellFormed()).toBe(true);
      }),
    );
  });

  test('has its secrets taken out, but not a few letters out of its words', () => {
    expect(oneLine('no secret-key here', ['secret-key'])).toBe('no [key] here');
    expect(oneLine('80,000 tokens', ['k', ''])).toBe('80,000 tokens');
  });

  test('never makes a failure of another kind than its status when it rambles', () => {
    fc.assert(
      fc.property(fc.integer({ min: 500, max: 599 }), fc.anything(), (status, body) => {
        expect(kindOf({ ...complaintOf(status, body), codes: [] })).toBe('server');
      }),
    );
  });

  test('is told with what a person can do', () => {
    const told = (status: number, message: string) => complained(from, complaintOf(status, { message }), {}).message;
    expect(told(401, 'bad key secret-key.')).toBe('test answered 401: bad key [key]. Mend the key.');
    expect(told(402, '')).toBe('test answered 402: it did not say why. Add money.');
    expect(told(502, '<html>')).toBe('test answered 502: it did not say why.');
  });
});

describe('a call that broke', () => {
  test('is told by code alone: the text of an error can hold an address with a password', () => {
    const cause = Object.assign(new Error('connect https://user:pass@host'), { code: 'ECONNREFUSED' });
    const failure = brokenCall('test', new TypeError('fetch failed', { cause }), {});
    expect(failure).toMatchObject({ kind: 'network', status: null, message: 'test: no connection (ECONNREFUSED)' });
  });

  test('names what came in place of JSON', () => {
    const failure = brokenCall('test', new SyntaxError('x'), { status: 200, contentType: 'text/html; charset=utf-8' });
    expect(failure).toMatchObject({
      kind: 'malformed',
      message: 'test: the answer is not JSON, it calls itself text/html',
    });
  });

  test.each(['', ' \n'])('says of an empty body (%j) that it is empty, whatever it calls itself', (body) => {
    expect(() => parseBody(body)).toThrow(EmptyBody);
    const failure = brokenCall('test', new EmptyBody('x'), { status: 200, contentType: 'application/json' });
    expect(failure).toMatchObject({ kind: 'malformed', message: 'test: the answer is empty' });
  });

  test('that waited longer than the connection allows was too late', () => {
    expect(brokenCall('test', Object.assign(new Error('x'), { code: 'UND_ERR_HEADERS_TIMEOUT' }), {}).kind).toBe(
      'deadline',
    );
  });
});
