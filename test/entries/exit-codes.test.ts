import { expect, test } from 'vitest';
import { exitCodes, judgeError } from '../../src/entries/exit-codes.ts';
import { FetchFailed, FetchRefused } from '../../src/sources/fetch-source.ts';
import { StoreUnusable, Unkeepable } from '../../src/store/contract/contract.ts';

test.each([new StoreUnusable('is locked'), new Unkeepable('compares clock, sundial already')])(
  'what the store refuses is said in plain words: %s',
  (error) => {
    expect(judgeError(error)).toEqual({ code: exitCodes.invalid, plain: error.message });
  },
);

test('an address that may not be fetched is invalid input; one that did not answer is something missing', () => {
  const refused = new FetchRefused('http://127.0.0.1/', '127.0.0.1 is a loopback address');
  expect(judgeError(refused)).toEqual({
    code: 2,
    plain: 'http://127.0.0.1/ is not fetched: 127.0.0.1 is a loopback address',
  });
  const failed = new FetchFailed('https://site.example/', 'the server answered 503 Service Unavailable', 503);
  expect(judgeError(failed)).toEqual({
    code: 3,
    plain: 'https://site.example/ could not be read: the server answered 503 Service Unavailable',
  });
});
