import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings, renderEnvExample, renderSettingsTable, settingsTable } from '../../src/entries/settings.ts';

const root = join(import.meta.dirname, '../..');

test('a setting is its trimmed value; a blank one is not set, and what is not ours is left alone', () => {
  expect(readSettings({ HF_TOKEN: ' hf_x ', ANTHROPIC_API_KEY: '  ', MODEL_ENDPOINT_KEY: '', HOME: '/root' })).toEqual({
    HF_TOKEN: 'hf_x',
  });
});

test('.env.example documents every setting; `vitest run -u test/entries` renews it', async () => {
  await expect(renderEnvExample()).toMatchFileSnapshot('../../.env.example');
  expect(renderEnvExample().match(/^# \w+=$/gm)).toEqual(settingsTable.map(({ name }) => `# ${name}=`));
});

test.skipIf(!existsSync(join(root, 'README.md')))('the README’s table of settings is the rendered one', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, table] = /<!-- settings -->\n([\s\S]*?)\n?<!-- \/settings -->/.exec(readme) ?? [];
  expect(table?.trim()).toBe(renderSettingsTable());
});
