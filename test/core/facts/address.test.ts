import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalAddress, placesAt, relatePlaces } from '../../../src/core/facts/address.ts';

describe('an address has one form', () => {
  test.each([
    ['https://www.Quillby.example/?utm_source=x&fbclid=y&ref=z', 'quillby.example'],
    ['http://quillby.example:80/index.html#top', 'quillby.example'],
    ['http://quillby.example:443/', 'quillby.example'],
    ['http://quillby.example:8080/docs', 'quillby.example:8080'],
    ['http://127.0.0.1:3000/chat', '127.0.0.1:3000/chat'],
    ['http://github.com:8080/fenwick/tidepool', 'github.com:8080/fenwick/tidepool'],
    ['https://m.quillby.example/en-US/pricing/', 'quillby.example'],
    ['quillby.example/docs', 'quillby.example'],
    ['https://www.m.quillby.example/en/fr/index/index.php', 'quillby.example'],
    ['https://quillby.example/docs/api?b=2&a=1', 'quillby.example/docs/api?a=1&b=2'],
    ['https://quillby.example//a/../b/', 'quillby.example/b'],
    ['https://github.com/Fenwick/Tidepool.git', 'github.com/fenwick/tidepool'],
    ['http://www.github.com/fenwick/tidepool/issues/4?q=is%3Aopen', 'github.com/fenwick/tidepool'],
    ['https://github.com/features/Copilot/', 'github.com/features/copilot'],
    ['https://huggingface.co/docs/inference-providers/index', 'huggingface.co/docs/inference-providers'],
    ['https://huggingface.co/sedge/heron-4/tree/main', 'huggingface.co/sedge/heron-4'],
    ['https://www.npmjs.com/package/@fenwick/tidepool/v/2.1.0', 'npmjs.com/@fenwick/tidepool'],
    ['https://pypi.org/project/Tidepool/2.1.0/', 'pypi.org/tidepool'],
    ['https://apps.apple.com/us/app/quillby-tasks/id999?mt=8', 'apps.apple.com/id999'],
    ['https://itunes.apple.com/de/app/other-words/id999', 'apps.apple.com/id999'],
    ['https://play.google.com/store/apps/details?hl=en&id=example.Quillby', 'play.google.com/example.quillby'],
    [
      'https://chrome.google.com/webstore/detail/quillby/abcdefghijklmnopabcdefghijklmnop?hl=de',
      'chromewebstore.google.com/abcdefghijklmnopabcdefghijklmnop',
    ],
    ['https://www.producthunt.com/products/quillby?ref=newest', 'producthunt.com/products/quillby'],
    ['https://twitter.com/someone/status/123?s=20', 'x.com/123'],
    ['https://例え.テスト/', 'xn--r8jz45g.xn--zckzah'],
    ['https://quillby.example/%7Eada', 'quillby.example/~ada'],
    ['https://quillby.example/%E0%A4%A', 'quillby.example/%e0%a4%a'],
  ])('%s is %s', (url, address) => {
    expect(canonicalAddress(url)).toBe(address);
  });

  test.each(['javascript:alert(1)', 'mailto:ada@quillby.example', 'quillby', '', 'http://', 'ftp://quillby.example'])(
    '%j is none',
    (url) => {
      expect(canonicalAddress(url)).toBeNull();
    },
  );

  test('the canonical form is its own', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const address = canonicalAddress(url);
        if (address !== null) expect(canonicalAddress(address)).toBe(address);
      }),
    );
  });

  test('no text makes it fail', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (text) => {
        const address = canonicalAddress(text);
        expect(address ?? 'none').toMatch(/^[\x21-\x7e]+$/);
      }),
    );
  });
});

describe('two addresses are', () => {
  const relate = (a: string, b: string) => relatePlaces(placesAt([a]), placesAt([b]));

  test.each([
    ['one page of a maker with many products', 'https://acme.example/chat', 'http://acme.example/chat/?ref=x', 'page'],
    ['one home page', 'https://acme.example', 'https://www.acme.example/about', 'home'],
    ['two pages of one site', 'https://acme.example/chat', 'https://docs.acme.example/images', 'site'],
    ['two owners’ sites', 'https://acme.example', 'https://other.example', 'apart'],
    ['two projects on one host', 'https://acme.vercel.app', 'https://other.vercel.app', 'apart'],
    ['two repositories', 'https://github.com/a/x', 'https://github.com/b/x', 'apart'],
    ['a repository and a home page', 'https://github.com/a/x', 'https://x.example', 'silent'],
    ['packages of two registries', 'https://npmjs.com/package/x', 'https://pypi.org/project/x', 'silent'],
    ['two launch pages', 'https://producthunt.com/posts/x', 'https://producthunt.com/posts/x-2', 'silent'],
    ['one discussion', 'https://news.ycombinator.com/item?id=1', 'https://news.ycombinator.com/item?id=1', 'silent'],
    ['two discussions', 'https://news.ycombinator.com/item?id=1', 'https://news.ycombinator.com/item?id=2', 'silent'],
    ['a site that may have moved', 'https://acme.example', 'https://acme.test', 'silent'],
    ['two servers on one machine', 'http://127.0.0.1:3000/chat', 'http://127.0.0.1:4000/chat', 'silent'],
    ['two pages of one server', 'http://127.0.0.1:3000/chat', 'http://127.0.0.1:3000/images', 'site'],
    ['two products of a host itself', 'https://github.com/features/a', 'https://github.com/features/b', 'site'],
    ['two owners’ pages without a product', 'https://github.com/a', 'https://github.com/b', 'silent'],
  ])('%s: %s and %s', (_what, a, b, relation) => {
    expect(relate(a, b)).toBe(relation);
    expect(relate(b, a)).toBe(relation);
  });

  test('as near as the nearest two of several', () => {
    const several = ['https://elsewhere.example', 'https://github.com/a/x'];
    expect(relatePlaces(placesAt(several), placesAt(['https://acme.example', 'https://github.com/a/x/wiki']))).toBe(
      'page',
    );
    expect(relatePlaces([], placesAt(several))).toBe('silent');
  });
});
