import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FetchRefused } from '../../../src/sources/fetch-source.ts';
import { judgeAddress, judgeTarget } from '../../../src/sources/fetching/guard.ts';

/** Why an address is refused; null when it is not. */
function reasonFor(address: string, opened: Parameters<typeof judgeTarget>[1] = []): string | null {
  try {
    judgeTarget(address, opened);
    return null;
  } catch (error) {
    if (error instanceof FetchRefused) return error.reason;
    throw error;
  }
}

test.each([
  'https://example.com/',
  'http://example.com:8080/a?b=c#d',
  'https://8.8.8.8/',
  'https://[2606:4700:4700::1111]/',
  'https://[64:ff9b::8.8.8.8]/',
  'https://münchen.example.com/',
  'https://example.com./',
])('%s may be fetched', (address) => {
  expect(reasonFor(address)).toBeNull();
});

test.each([
  ['http://127.0.0.1/', '127.0.0.1 is a loopback address'],
  ['http://127.1/', '127.0.0.1 is a loopback address'],
  ['http://2130706433/', '127.0.0.1 is a loopback address'],
  ['http://0x7f000001/', '127.0.0.1 is a loopback address'],
  ['http://0177.0.0.1/', '127.0.0.1 is a loopback address'],
  ['http://127.0.0.1./', '127.0.0.1 is a loopback address'],
  ['http://１２７.0.0.1/', '127.0.0.1 is a loopback address'],
  ['http://%31%32%37.0.0.1/', '127.0.0.1 is a loopback address'],
  ['http://10.0.0.1/', '10.0.0.1 is a private address'],
  ['http://172.16.0.1/', '172.16.0.1 is a private address'],
  ['http://192.168.1.1/', '192.168.1.1 is a private address'],
  [
    'http://169.254.169.254/latest/meta-data/',
    '169.254.169.254 is a link-local address, where clouds keep their metadata',
  ],
  ['http://0.0.0.0/', '0.0.0.0 is an address of this machine'],
  ['http://100.64.0.1/', '100.64.0.1 is a carrier’s private address'],
  ['http://198.18.0.1/', '198.18.0.1 is a reserved address'],
  ['http://192.0.2.1/', '192.0.2.1 is a reserved address'],
  ['http://224.0.0.1/', '224.0.0.1 is a multicast address'],
  ['http://240.0.0.1/', '240.0.0.1 is a reserved address'],
  ['http://255.255.255.255/', '255.255.255.255 is a broadcast address'],
  ['http://168.63.129.16/', '168.63.129.16 is a cloud’s metadata service'],
  ['http://[::1]/', '::1 is a loopback address'],
  ['http://[::]/', ':: is an address of this machine'],
  ['http://[::ffff:127.0.0.1]/', '::ffff:7f00:1 is an IPv4 address in the dress of IPv6'],
  ['http://[::ffff:8.8.8.8]/', '::ffff:808:808 is an IPv4 address in the dress of IPv6'],
  ['http://[64:ff9b::10.0.0.1]/', '10.0.0.1 is a private address'],
  ['http://[64:ff9b:1::a00:1]/', '64:ff9b:1::a00:1 is a reserved address'],
  ['http://[2002:7f00:1::]/', '2002:7f00:1:: is an IPv4 address in the dress of IPv6'],
  ['http://[2001:0:7f00:1::]/', '2001:0:7f00:1:: is an IPv4 address in the dress of IPv6'],
  ['http://[fc00::1]/', 'fc00::1 is a private address'],
  ['http://[fd00:ec2::254]/', 'fd00:ec2::254 is a private address'],
  ['http://[fe80::1]/', 'fe80::1 is a link-local address, where clouds keep their metadata'],
  ['http://[fec0::1]/', 'fec0::1 is a site-local address'],
  ['http://[4000::1]/', '4000::1 is a reserved address'],
  ['http://localhost/', 'localhost is this machine'],
  ['http://LOCALHOST./', 'localhost is this machine'],
  ['http://ⓛocalhost/', 'localhost is this machine'],
  ['http://a.localhost/', 'a.localhost is this machine'],
  ['http://printer.local/', 'printer.local is a name of a private network'],
  ['http://metadata.google.internal/', 'metadata.google.internal is a name of a private network'],
  ['http://intranet/', 'intranet is a name of a private network'],
  ['ftp://example.com/', 'only http and https are, not ftp'],
  ['file:///etc/passwd', 'only http and https are, not file'],
  ['javascript:alert(1)', 'only http and https are, not javascript'],
  ['data:text/html,hello', 'only http and https are, not data'],
  ['https://ada:secret@example.com/', 'it holds a user name or password'],
  ['http://example.com:22/', 'port 22 belongs to another protocol'],
  ['http://example.com:0/', 'port 0 belongs to another protocol'],
  ['example.com', 'it is no web address'],
  ['https://exam\nple.com/', 'it is no web address'],
  ['http://', 'it is no web address'],
  ['http://./', 'it names no host'],
  ['http://1.2.3.4.5/', 'it is no web address'],
  [`https://example.com/${'a'.repeat(2000)}`, 'it is longer than 2000 characters'],
])('%s is refused: %s', (address, reason) => {
  expect(reasonFor(address)).toBe(reason);
});

test('a password in an address is in no message', () => {
  expect(() => judgeTarget('https://ada:secret@example.com/x', [])).toThrow(
    'https://example.com/x is not fetched: it holds a user name or password',
  );
});

test('an opened host passes at its own port only, whatever its address', () => {
  const opened = [
    { host: '127.0.0.1', port: 4000 },
    { host: 'wiki.corp', port: 443 },
  ];
  expect(reasonFor('http://127.0.0.1:4000/', opened)).toBeNull();
  expect(reasonFor('http://0x7f.1:4000/', opened)).toBeNull();
  expect(reasonFor('https://wiki.corp/page', opened)).toBeNull();
  expect(reasonFor('http://127.0.0.1:4001/', opened)).toBe('127.0.0.1 is a loopback address');
  expect(reasonFor('http://localhost:4000/', opened)).toBe('localhost is this machine');
  expect(reasonFor('http://wiki.corp/page', opened)).toBe('wiki.corp is a name of a private network');
  expect(reasonFor('http://ada@127.0.0.1:4000/', opened)).toBe('it holds a user name or password');
});

const byte = fc.integer({ min: 0, max: 255 });

/** Four bytes of a private IPv4 address. */
const privateBytes = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
  fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
  fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
);

const inBase = (value: number, base: 'decimal' | 'octal' | 'hex'): string =>
  base === 'hex' ? `0x${value.toString(16)}` : base === 'octal' ? `0${value.toString(8)}` : String(value);

const hex = (high: number, low: number): string => ((high << 8) | low).toString(16);

/** A private address in any of the spellings a URL may have. */
const spelling = fc
  .tuple(
    privateBytes,
    fc.constantFrom('decimal' as const, 'octal' as const, 'hex' as const),
    fc.integer({ min: 1, max: 4 }),
    fc.nat(6),
  )
  .map(([bytes, base, parts, form]) => {
    const [a, b, c, d] = bytes;
    const v6 = `${hex(a, b)}:${hex(c, d)}`;
    const wrapped = [
      `[::ffff:${v6}]`,
      `[::${v6}]`,
      `[64:ff9b::${v6}]`,
      `[2002:${v6}::1]`,
      `[::ffff:0:${v6}]`,
      `[64:ff9b:1::${v6}]`,
    ];
    if (form < wrapped.length && parts === 4) return wrapped[form] ?? '';
    const rest = bytes.slice(parts - 1).reduce((sum, value) => sum * 256 + value, 0);
    return [...bytes.slice(0, parts - 1), rest].map((value) => inBase(value, base)).join('.');
  });

test('a private address is refused however it is spelt', () => {
  fc.assert(
    fc.property(spelling, (host) => {
      expect(reasonFor(`http://${host}/`), host).not.toBeNull();
    }),
    { numRuns: 2000 },
  );
});

test('any text is refused or becomes an http address with a public host', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((text) => `http://${text}`),
      ),
      (text) => {
        let url: URL;
        try {
          url = judgeTarget(text, []);
        } catch (error) {
          expect(error).toBeInstanceOf(FetchRefused);
          return;
        }
        expect(url.protocol).toMatch(/^https?:$/);
        const host = url.hostname;
        if (/^\[|^[\d.]+$/.test(host)) expect(judgeAddress(host)).toBeNull();
      },
    ),
    { numRuns: 1000 },
  );
});

test('what is no address is not public', () => {
  expect(judgeAddress('fe80::1%eth0')).not.toBeNull();
  expect(judgeAddress('nonsense')).toBe('nonsense is no address');
  expect(judgeAddress('')).not.toBeNull();
});
