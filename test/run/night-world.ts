import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rss, story } from '../fixtures/launches/feeds.ts';
import { serveWeb, type WebServer } from '../fixtures/web-server.ts';
import type { WireReply, WireRequest } from '../wire/answer.ts';
import { startWire, type Wire } from '../wire/server.ts';
import { answerHonestly, questionOf } from './honest-juror.ts';
import { newcomer, type Running } from './program.ts';

/** What the invented products are called; all are hired to search logs. */
const names = ['Tern', 'Petrel', 'Fulmar', 'Gannet'];

const sentences = (name: string) => [
  `${name} keeps log lines for seven days and searches a billion of them in under two seconds on one machine.`,
  `Log lines arrive at ${name} over HTTP or from files on disk, and every line can be searched one second after it was written.`,
  `The Pro plan of ${name} costs $29 per month for a team of five people, with thirty days of retention.`,
  `${name} was first released in March 2024 by a team of three people in Bremen, who answer questions within a day.`,
  `Queries of ${name} are words, phrases or a small language of fields and ranges, which the documentation explains with forty examples.`,
];

function pageOf(name: string): string {
  const paragraphs = sentences(name).map((sentence) => `<p>${sentence} More of it stands in the documentation.</p>`);
  return `<!doctype html><html lang="en"><head><title>${name} – log search</title><meta property="og:site_name" content="${name}"></head><body><main><h1>${name}</h1>${paragraphs.join('')}</main></body></html>`;
}

function factsOf(name: string): string {
  const [, , price = '', launch = ''] = sentences(name);
  const quote = (text: string) => text.split(' ').slice(0, 9).join(' ');
  return JSON.stringify({
    facts: [
      { field: 'job', value: 'search logs', source: 'S1', quote: quote(sentences(name)[0] ?? '') },
      { field: 'pricing', value: 'Pro: $29 per month', source: 'S1', quote: quote(price) },
      { field: 'launched', value: '2024-03', source: 'S1', quote: quote(launch) },
    ],
  });
}

/** A web with a feed of new products and their pages, a model service, and a user who runs nights. */
export interface NightWorld {
  folder: string;
  web: WebServer;
  wire: Wire;
  /** Products that are launched so far. */
  launch: (count: number) => void;
  night: (args?: string[], settings?: Record<string, string>) => Running;
  start: (args: string[]) => Running;
  /** Requests to the model, by what they asked. */
  asked: () => string[];
}

/** @param script says where the service does not answer honestly */
export async function nightWorld(script: (request: WireRequest) => WireReply | null = () => null): Promise<NightWorld> {
  const date = new Date().toUTCString();
  let launched = 2;
  const web = await serveWeb((request, response) => {
    const etag = `"${launched}"`;
    if (request.url === '/feed') {
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
      const stories = names
        .slice(0, launched)
        .map((name, index) =>
          story(index, `Show HN: ${name} – search logs fast, a CLI`, `${web.url}/${name.toLowerCase()}`, { date }),
        );
      return void response.writeHead(200, { 'content-type': 'application/rss+xml', etag }).end(rss(stories));
    }
    const name = names.find((one) => request.url === `/${one.toLowerCase()}`);
    if (name === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pageOf(name));
  });
  const wire = await startWire((request) => script(request) ?? answer(request));
  const user = newcomer();
  writeFileSync(join(user.folder, 'feeds.yaml'), `feeds:\n  - id: hn\n    url: ${web.url}/feed\n`);
  const settings = {
    SHIP_OR_SKIP_ALLOW_HOSTS: `127.0.0.1:${web.port}`,
    ANTHROPIC_API_KEY: 'sk-ant-test',
    ANTHROPIC_BASE_URL: wire.url,
  };
  return {
    folder: user.folder,
    web,
    wire,
    launch: (count) => {
      launched = count;
    },
    night: (args = [], more = {}) => user.start(['nightly', '--live', ...args], { ...settings, ...more }),
    start: (args) => user.start(args, settings),
    asked: () => wire.requests.filter(({ method }) => method === 'POST').map(describe),
  };
}

/** Asked for facts, it states those of the page; else it answers as an honest juror. */
function answer(request: WireRequest): string {
  const name = factsAskedFor(request);
  return name === null ? answerHonestly(questionOf(request)) : factsOf(name);
}

function factsAskedFor(request: WireRequest): string | null {
  return /You read what was found about one developer or AI tool, (\w+)/.exec(request.raw)?.[1] ?? null;
}

function describe(request: WireRequest): string {
  const name = factsAskedFor(request);
  if (name !== null) return `${name.toLowerCase()} facts`;
  const { tool, persona, kind } = questionOf(request);
  return `${tool} ${persona} ${kind}`;
}
