import { describe, expect, test } from 'vitest';
import { readLimits } from '../../src/entries/limits.ts';

describe('the setting of limits', () => {
  test('says nothing: many calls at once at a service, few at a server of one’s own', () => {
    expect(readLimits(undefined)).toEqual({
      claude: { concurrency: 32, perMinute: {} },
      'hugging-face': { concurrency: 32, perMinute: {} },
      endpoint: { concurrency: 2, perMinute: {} },
    });
  });

  test('is by service, in any order', () => {
    const limits = readLimits(
      'claude requests=600 concurrency=8 output-tokens=80000,  endpoint concurrency=4,claude tokens=5',
    );
    expect(limits.claude).toEqual({ concurrency: 8, perMinute: { requests: 600, outputTokens: 80_000, tokens: 5 } });
    expect(limits.endpoint.concurrency).toBe(4);
    expect(limits['hugging-face'].perMinute).toEqual({});
  });

  test.each([
    'claude',
    'clade requests=1',
    'claude requests=0',
    'claude requests=-1',
    'claude constructor=1',
    'constructor requests=1',
    'claude requests = 5',
  ])('is refused as %j, and the message shows how to write it', (setting) => {
    expect(() => readLimits(setting)).toThrow(
      /SHIP_OR_SKIP_LIMITS.*is not a limit\.\nWrite for example: claude requests=600/,
    );
  });
});
