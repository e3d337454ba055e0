import { describe, expect, test } from 'vitest';
import { templateProblems } from '../../src/sources/template-names.ts';

const names = {
  rules: [null],
  person: { name: null, likes: [null] },
  sources: [{ id: null, url: null }],
  asOf: null,
} as const;

const problemsOf = (text: string): string[] =>
  templateProblems('panel.hbs', text, names).map(
    ({ line, column, found, expected }) => `${line}:${column} ${found} | ${expected}`,
  );

describe('a template that names only what it is given', () => {
  test.each([
    'plain text, even with { braces }',
    '{{asOf}} {{{asOf}}} {{person.name}} {{rules.length}} {{!-- remark --}}',
    '{{#each sources}}{{id}}{{#if url}} {{url}}{{/if}} {{../asOf}} {{@index}} {{@root.asOf}}{{else}}none{{/each}}',
    '{{#each rules}}{{#unless @first}}; {{/unless}}{{this}}{{/each}}',
    '{{#each sources as |source|}}{{source.id}}{{/each}}',
    '{{#with person}}{{name}}{{#each likes}}{{this}} {{../name}} {{../../asOf}}{{/each}}{{/with}}',
    '{{#if asOf}}{{asOf}}{{else if rules}}{{person.name}}{{/if}}',
  ])('%s', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});

describe('a broken template names the place', () => {
  test.each([
    ['a\n  {{fats}}', '2:5 the unknown name "fats" | one of rules, person, sources, asOf'],
    ['{{person.nme}}', '1:3 the unknown name "person.nme" | one of name, likes'],
    ['{{constructor}}', '1:3 the unknown name "constructor" | one of rules, person, sources, asOf'],
    ['{{#each sources}}{{asOf}}{{/each}}', '1:20 the unknown name "asOf" | one of id, url'],
    ['{{#each sources}}{{../../asOf}}{{/each}}', '1:20 the unknown name "../../asOf" | no further name here'],
    ['{{#if asOf}}{{else}}{{x}}{{/if}}', '1:23 the unknown name "x" | one of rules, person, sources, asOf'],
    ['{{@secret}}', '1:3 "@secret" | @index, @key, @first, @last or @root'],
    ['{{rules}}', '1:3 a list or a group of names | a text; open it with #each or a dot'],
    ['{{#each asOf}}{{/each}}', '1:9 no list | something #each can open'],
    ['{{#with rules}}{{/with}}', '1:9 no group of names | something #with can open'],
    ['{{#rules}}{{/rules}}', '1:1 the block "rules" | #each, #if, #unless or #with and a name'],
    ['{{lookup person "name"}}', '1:1 a helper with arguments | a name alone'],
    ['{{#if (eq asOf 1)}}{{/if}}', '1:7 a helper call | a name'],
    ['{{> header}}', '1:1 a partial or a decorator | text, {{names}}, #each, #if, #unless or #with'],
    ['a\n{{#each rules}}', '2:1 the end of the file | a template Handlebars can read (it cannot go on with EOF)'],
    ['a\n b {{}}', '2:4 "b {{}}" | a template Handlebars can read (it cannot go on with CLOSE)'],
    ['{{#if asOf}}{{/each}}', '1:4 "{{#if asOf}}{{/each}}" | a template Handlebars can read (if doesn\'t match each)'],
  ])('%s', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  test('all of them at once', () => {
    expect(problemsOf('{{a}}\n{{#each rules}}{{b}}{{/each}}\n{{c}}')).toHaveLength(3);
  });
});
