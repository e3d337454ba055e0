import { expect, test } from 'vitest';
import { checkPageTemplates, compileTemplates, describeProblem } from '../../src/pages/templates.ts';
import { readTemplates } from './read-templates.ts';

const templates = readTemplates();

test('the shipped templates have no problems', () => {
  expect(checkPageTemplates(templates)).toEqual([]);
});

test('a template that is missing is named', () => {
  const { fragment: _fragment, ...rest } = templates;
  expect(checkPageTemplates(rest).map(describeProblem)).toEqual(['fragment.hbs: the template is missing']);
});

test('a template that does not parse is named with its line', () => {
  const [found, ...more] = checkPageTemplates({ ...templates, cards: '<p>\n{{#if x}}\n</p>' });
  expect(more).toEqual([]);
  expect(found?.template).toBe('cards');
  expect(found?.line).toBe(3);
});

test('a helper that does not exist is named with its line', () => {
  expect(checkPageTemplates({ ...templates, cards: '<p>\n{{shout name}}</p>' }).map(describeProblem)).toEqual([
    'cards.hbs, line 2: You specified knownHelpersOnly, but used the unknown helper shout',
  ]);
});

test('a part that does not exist is named with its line', () => {
  expect(checkPageTemplates({ ...templates, cards: '\n\n{{> nothing}}' }).map(describeProblem)).toEqual([
    'cards.hbs, line 3: there is no template "nothing"',
  ]);
});

test('0 is something, null and empty lists are nothing', () => {
  const render = compileTemplates(
    { one: '{{#if value}}yes{{else}}no{{/if}} {{#unless value}}yes{{else}}no{{/unless}}' },
    { escapes: true },
  );
  expect([0, 'a', true, [1]].map((value) => render('one', { value }))).toEqual(Array(4).fill('yes no'));
  expect([null, '', false, []].map((value) => render('one', { value }))).toEqual(Array(4).fill('no yes'));
});

test('members of prototypes are out of reach', () => {
  const render = compileTemplates({ one: '[{{value.constructor}}]' }, { escapes: true });
  expect(render('one', { value: {} })).toBe('[]');
});
