import { expect, test } from 'vitest';
import { exitCodes, judgeError } from '../../src/entries/exit-codes.ts';
import { StoreUnusable, Unkeepable } from '../../src/store/contract.ts';

test.each([new StoreUnusable('is locked'), new Unkeepable('compares clock, sundial already')])(
  'what the store refuses is said in plain words: %s',
  (error) => {
    expect(judgeError(error)).toEqual({ code: exitCodes.invalid, plain: error.message });
  },
);
