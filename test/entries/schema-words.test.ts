import { expect, test } from 'vitest';
import { ballotSchema } from '../../src/core/opinion/opinion.ts';
import { schemaInWords } from '../../src/entries/schema-words.ts';

test('the schema of a ballot can be read aloud', () => {
  expect(schemaInWords(ballotSchema)).toBe(
    [
      '- checks, a list of objects: every check, in the order given',
      '  - id, a text: id of the check, each exactly once',
      '  - answer, one of yes, no, unknown, not-applicable',
      '  - because, a text: the reason, one sentence',
      '  - quotes, a list of objects: what a yes or no rests on; empty for unknown and not-applicable',
      '    - source, a text: id of the source, for example S2',
      '    - text, a text: words copied exactly from that source, at least three in a row',
    ].join('\n'),
  );
});
