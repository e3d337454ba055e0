import { expect, test } from 'vitest';
import { assembleDossier } from '../../src/core/facts/dossier.ts';
import { hashText } from '../../src/core/key.ts';
import type { Store } from '../../src/store/contract/contract.ts';
import type { Gathering, Snapshot } from '../../src/store/contract/snapshots-contract.ts';
import { at, samplePrompt, sampleReply, sampleTool } from './store-samples.ts';

function snapshotOf(text: string, more: Partial<Snapshot> = {}): Snapshot {
  return {
    source: 'S1',
    role: 'home',
    asked: 'https://tern.example/',
    url: 'https://www.tern.example/',
    contentType: 'text/html',
    etag: '"1"',
    lastModified: null,
    retrievedAt: '2026-11-23T10:00:00.123Z',
    hash: hashText(text),
    rawHash: hashText(`raw ${text}`),
    text,
    reading: {
      title: 'Tern',
      links: [{ url: 'https://tern.example/pricing', text: 'Pricing', rel: null }],
      meta: new Map([['og:site_name', 'Tern']]),
      jsonLd: [{ '@type': 'Product', offers: [{ price: 19 }] }],
      canonical: null,
      thin: false,
    },
    ...more,
  };
}

/** Tern as it was read with this text on its page. */
export function gatheringOf(text: string, more: Partial<Gathering> = {}) {
  const dossier = assembleDossier(sampleTool('tern'), [
    { kind: 'page', title: 'Tern', url: 'https://www.tern.example/', retrieved: '2026-11-23', text },
  ]);
  const gathering: Gathering = {
    tool: 'tern',
    dossierKey: dossier.key,
    address: 'https://tern.example/',
    textsKey: `texts ${text}`,
    reader: 'claude:claude-sonnet-5-5',
    facts: [{ field: 'name', value: 'Tern', source: 'S1', quote: null, path: 'meta og:site_name', by: 'meta' }],
    said: { jobs: ['search logs'] },
    missed: [{ url: 'https://tern.example/blog', reason: 'too slow' }],
    at,
    snapshots: [snapshotOf(text)],
    ...more,
  };
  return { dossier, gathering };
}

/** What every store must do with what was read about a tool. */
export function describeSnapshots(open: () => Store): void {
  test('a gathering comes back as it was kept, the newest first, and the dossier is the present one', async () => {
    const first = gatheringOf('Tern keeps logs.');
    const second = gatheringOf('Tern keeps logs for a year.', { reader: null, missed: [] });
    const kept = await open().snapshots.keep(first.gathering, first.dossier, '2026-11-23', null);
    expect(kept.asOf).toBe('2026-11-23');
    await open().snapshots.keep(second.gathering, second.dossier, '2026-11-24', null);
    expect(await open().snapshots.list('tern', 10)).toEqual([second.gathering, first.gathering]);
    expect(await open().snapshots.list('tern', 1)).toEqual([second.gathering]);
    expect((await open().findDossier('tern'))?.key).toBe(second.dossier.key);
  });

  test('the same texts read again are kept as read again, under the same dossier and its first day', async () => {
    const { dossier, gathering } = gatheringOf('Tern keeps logs.');
    await open().snapshots.keep(gathering, dossier, '2026-11-23', null);
    const again = await open().snapshots.keep(
      { ...gathering, at: '2026-12-01T00:00:00.000Z' },
      dossier,
      '2026-12-01',
      null,
    );
    expect([again.key, again.asOf]).toEqual([dossier.key, '2026-11-23']);
    expect((await open().snapshots.list('tern', 10)).map((entry) => entry.at)).toEqual([
      '2026-12-01T00:00:00.000Z',
      at,
    ]);
  });

  test('the call that read the facts is settled with the gathering, or neither is kept', async () => {
    const prompt = samplePrompt({ purpose: 'facts', seat: { tool: 'tern', persona: 'facts' } });
    const { callId } = await open().calls.keep(prompt, sampleReply());
    const { dossier, gathering } = gatheringOf('Tern keeps logs.');
    const settles = { seat: prompt.seat, ids: [callId ?? 0] };
    const broken = { ...gathering, snapshots: [snapshotOf('Tern keeps logs.', { rawHash: undefined as never })] };
    await expect(open().snapshots.keep(broken, dossier, '2026-11-23', settles)).rejects.toThrow('snapshots.raw_hash');
    expect(await open().findDossier('tern')).toBeNull();
    expect(await open().calls.findUnsettled(prompt)).not.toBeNull();
    await open().snapshots.keep(gathering, dossier, '2026-11-23', settles);
    expect(await open().calls.findUnsettled(prompt)).toBeNull();
  });

  test('a tool is known by the address it was asked for, the one it was found at and the one in its facts', async () => {
    const { dossier, gathering } = gatheringOf('Tern keeps logs.');
    await open().snapshots.keep(gathering, dossier, '2026-11-23', null);
    const mine = (await open().snapshots.addresses()).filter(({ tool }) => tool === 'tern');
    expect(new Set(mine.map(({ address }) => address))).toEqual(
      new Set(['https://tern.example/', 'https://www.tern.example/']),
    );
  });
}
