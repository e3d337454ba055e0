import { expect, test } from 'vitest';
import { renderJson } from '../../src/pages/json.ts';

test('JSON is indented by two spaces and ends with a newline', () => {
  expect(renderJson({ b: null, a: [1] })).toBe('{\n  "b": null,\n  "a": [\n    1\n  ]\n}\n');
});
