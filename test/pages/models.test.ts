import { describe, expect, test } from 'vitest';
import { renderModels } from '../../src/pages/models.ts';

const unknown = {
  contextLength: null,
  pricing: null,
  supportsStructuredOutput: null,
  firstTokenLatencyMs: null,
  throughput: null,
};

describe('the list of models on a terminal', () => {
  test('has a line for each provider, and a dash for what is not known', () => {
    const providers = [
      {
        provider: 'groq',
        live: true,
        contextLength: 131_072,
        pricing: { input: 0.15, output: 0.75 },
        supportsStructuredOutput: true,
        firstTokenLatencyMs: 240,
        throughput: 451.6,
      },
      { provider: 'novita', live: false, ...unknown },
    ];
    expect(renderModels([{ id: 'openai/gpt-oss-120b', providers }])).toBe(
      [
        '  provider       in $/M  out $/M  context  first token  tokens/s  structured',
        'openai/gpt-oss-120b',
        '  groq             0.15     0.75   131072        0.2 s       452         yes',
        '  novita (down)       –        –        –            –         –           –',
        '',
      ].join('\n'),
    );
  });

  test('says nothing about no models', () => {
    expect(renderModels([])).toBe('');
  });

  test('keeps what a service calls its models from moving the cursor', () => {
    const text = renderModels([
      { id: 'a/\u001b[2Jb', providers: [{ provider: 'x\n\u0007y', live: true, ...unknown }] },
    ]);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(text.split('\n')).toHaveLength(4);
  });
});
