import { expect, test } from 'vitest';
import { example, newcomer } from '../run/program.ts';

/** US dollars one seat may cost; its worst case is reserved before it is asked. */
const cap = '0.50';

const services = [
  { lead: 'claude:claude-sonnet-5-5', setting: 'ANTHROPIC_API_KEY' },
  { lead: 'hugging-face:openai/gpt-oss-120b:cheapest', setting: 'HF_TOKEN' },
];

test.each(services)('one seat through $lead, with $setting, within the cap', async ({ lead, setting }) => {
  const key = process.env[setting];
  if (key === undefined) throw new Error(`Set ${setting} to run this.`);
  const { start } = newcomer();
  const args = [
    'review',
    example('litellm'),
    '--persona',
    'builder',
    '--lead',
    lead,
    '--ballot',
    'none',
    '--max-cost',
    cap,
    '--json',
  ];
  const { code, stdout, stderr } = await start(args, { [setting]: key }).finished;
  expect(code, stderr).toBe(0);
  const builder = JSON.parse(stdout)[0].reviews.find(({ persona }: { persona: string }) => persona === 'builder');
  expect(builder.status).not.toBe('missing');
  expect(builder.byline.requestId).not.toBeNull();
  expect(builder.byline.costUsd).toBeLessThan(Number(cap));
});
