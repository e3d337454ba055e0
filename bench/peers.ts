import { Anthropic } from '@anthropic-ai/sdk';
import type { MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages';
import PQueue from 'p-queue';

/** What others do with the same requests, for comparison. Each rejects when a call fails for good. */
export type Peer = (url: string, requests: readonly MessageCreateParamsNonStreaming[], atOnce: number) => Promise<void>;

export const key = 'sk-ant-made-up-for-the-simulator';

/** So many workers that fetch one answer after the other and parse it: the floor of any client. */
export const bareFetch: Peer = async (url, requests, atOnce) => {
  const queue = requests.map((request) => JSON.stringify(request));
  const headers = {
    authorization: `Bearer ${key}`,
    'anthropic-version': '2026-10-21',
    'content-type': 'application/json',
  };
  const work = async (): Promise<void> => {
    for (let body = queue.shift(); body !== undefined; body = queue.shift()) {
      const response = await fetch(`${url}/v1/messages`, { method: 'POST', headers, body });
      const answer = (await response.json()) as { content?: { text: string }[] };
      JSON.parse(answer.content?.[0]?.text ?? '');
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
};

/** The SDK behind p-queue, with its own two retries and its own parsing: what one writes first. */
export const sdkWithQueue: Peer = async (url, requests, atOnce) => {
  const client = new Anthropic({ apiKey: key, baseURL: url });
  const queue = new PQueue({ concurrency: atOnce });
  const ask = async (request: MessageCreateParamsNonStreaming): Promise<void> => {
    const { content } = await client.messages.create(request);
    JSON.parse(content[0]?.type === 'text' ? content[0].text : '');
  };
  await Promise.all(requests.map((request) => queue.add(() => ask(request))));
};
