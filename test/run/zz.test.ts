import { test } from 'vitest';
import { startWire } from '/work/main/test/wire/server.ts';
import { answerHonestly, questionOf } from '/work/main/test/run/honest-juror.ts';
import { example, newcomer } from '/work/main/test/run/program.ts';
import { readFileSync, readdirSync } from 'node:fs';
test('x', async () => {
  const down: any = { fault: 'status', status: 503, message: 'try later', headers: { 'retry-after-ms': '1', 'retry-after': '0' } };
  const wire = await startWire((r) => r.api === 'claude' ? down : answerHonestly(questionOf(r)), { models: [] });
  const { start, folder } = newcomer();
  for (const more of [[], ['--fallback', 'hugging-face:openai/gpt-oss-120b']]) {
  const t = performance.now();
  const r = await start(['compare', example('litellm'), example('openrouter'), '--ballot', 'none', '--verbose', ...more], { ANTHROPIC_API_KEY: 'sk', ANTHROPIC_BASE_URL: wire.url, HF_TOKEN: 'hf_x', HF_ROUTER_URL: wire.url }).finished;
  console.log(r.code, performance.now() - t, r.stderr.slice(0, 5000), wire.requests.length);
  }
}, 100000);
