import { expect, test } from 'vitest';
import { compileGeneric } from '../../../src/core/checking/generic.ts';
import { sampleDossier } from '../../contracts/store-samples.ts';

const { tool } = sampleDossier('lark');

/** Whether a statement says nothing about a tool of this name whose one source holds this text. */
const isGeneric = (name: string, text: string, statement: string): boolean =>
  compileGeneric({ tool: { ...tool, name, aliases: [], maker: null }, sources: [{ title: 'Notes', text }] })(statement);

test.each([
  ['Lark', 'A lark and a skylark sing.', 'The Lark.', true],
  ['Lark', 'A lark and a skylark sing.', 'LARK, the lark!', true],
  ['Lark', 'A lark and a skylark sing.', 'The skylark.', false],
  ['Lark', 'Larks sing.', 'A larksong.', true],
  ['Lark Song', 'A lark.', 'The Lark.', true],
  ['Lark Song', 'A lark. Larks.', 'A lark.', false],
  ['Ah ah', 'Xah ah ah xyz.', 'xah', false],
  ['𝒜𝒜', '𝒜𝒜𝒜 𝒜𝒜', '𝒜𝒜𝒜', false],
  ['C++ (fast)', 'A compiler.', 'C++ (fast)', true],
  ['\u200b', 'A compiler.', 'Compilers.', false],
])('of %j with %j, %j is generic: %s', (name, text, statement, expected) => {
  expect(isGeneric(name, text, statement)).toBe(expected);
});
