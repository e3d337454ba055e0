import ipaddr from 'ipaddr.js';
import { cleanLine } from '../../core/steering/steering.ts';
import { FetchRefused } from '../fetch-source.ts';
import { hostOf, isOpened, type OpenedHost, portOf } from './opened-host.ts';

/** Characters of the longest address that is followed; facts files hold none longer. */
const longestAddress = 2000;

/**
 * Reads an address and holds it against every rule that needs no name server. Numbers in any spelling, and letters that
 * stand for others, are brought into one form by the URL standard before they are judged.
 * @throws FetchRefused
 */
export function judgeTarget(address: string, opened: readonly OpenedHost[]): URL {
  if (address.length > longestAddress)
    throw new FetchRefused(`${shown(address.slice(0, 80))}…`, `it is longer than ${longestAddress} characters`);
  // the URL standard drops line breaks inside an address; a message would show them
  const url = /\p{Cc}/u.test(address.trim()) ? null : URL.parse(address);
  if (url === null) throw new FetchRefused(shown(address), 'it is no web address');
  const reason = reasonAgainst(url, opened);
  if (reason !== null) throw new FetchRefused(withoutCredentials(url), reason);
  return url;
}

function reasonAgainst(url: URL, opened: readonly OpenedHost[]): string | null {
  const [scheme = ''] = url.protocol.split(':');
  if (scheme !== 'http' && scheme !== 'https') return `only http and https are, not ${scheme}`;
  if (url.username !== '' || url.password !== '') return 'it holds a user name or password';
  if (isOpened(url, opened)) return null;
  if (badPorts.has(portOf(url))) return `port ${portOf(url)} belongs to another protocol`;
  const host = hostOf(url);
  return isLiteral(host) ? judgeAddress(host) : judgeName(host);
}

function isLiteral(host: string): boolean {
  return host.startsWith('[') || ipaddr.IPv4.isValidFourPartDecimal(host);
}

/** Endings of names that no public name server answers for, or that networks answer for themselves. */
const localEndings = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'home.arpa',
];

function judgeName(host: string): string | null {
  if (host === '') return 'it names no host';
  if (host === 'localhost' || host.endsWith('.localhost')) return `${host} is this machine`;
  if (!host.includes('.') || localEndings.some((ending) => host.endsWith(`.${ending}`)))
    return `${host} is a name of a private network`;
  return null;
}

/** What a range is, for people. A range that is not here is called reserved. */
const ranges = new Map<string, string>([
  ['loopback', 'a loopback address'],
  ['private', 'a private address'],
  ['uniqueLocal', 'a private address'],
  ['linkLocal', 'a link-local address, where clouds keep their metadata'],
  ['carrierGradeNat', 'a carrier’s private address'],
  ['unspecified', 'an address of this machine'],
  ['broadcast', 'a broadcast address'],
  ['multicast', 'a multicast address'],
  ['deprecatedSiteLocal', 'a site-local address'],
  ['ipv4Mapped', 'an IPv4 address in the dress of IPv6'],
  ['rfc6145', 'an IPv4 address in the dress of IPv6'],
  ['6to4', 'an IPv4 address in the dress of IPv6'],
  ['teredo', 'an IPv4 address in the dress of IPv6'],
]);

/** Public by its number, but the metadata service of a cloud. */
const metadataAddresses = new Set(['168.63.129.16']);

/**
 * Why nothing is fetched from an address; null for a public one. IPv4 wrapped into IPv6 is refused, but for what a
 * translating network (NAT64) makes of every public IPv4 address: there the IPv4 address is judged.
 */
export function judgeAddress(written: string): string | null {
  const bare = written.replaceAll(/[[\]]/g, '');
  const address = ipaddr.isValid(bare) ? ipaddr.parse(bare) : null;
  if (address === null) return `${cleanLine(bare)} is no address`;
  if (metadataAddresses.has(address.toString())) return `${bare} is a cloud’s metadata service`;
  const translated = translatedOf(address);
  if (translated !== null) return judgeAddress(translated);
  const range = address.range();
  if (range === 'unicast' && (address instanceof ipaddr.IPv4 || isGlobal(address))) return null;
  return `${bare} is ${ranges.get(range) ?? 'a reserved address'}`;
}

/** Of IPv6 only 2000::/3 is given out. */
function isGlobal(address: ipaddr.IPv6): boolean {
  return address.match(ipaddr.IPv6.parseCIDR('2000::/3'));
}

/** The IPv4 address inside one of 64:ff9b::/96. */
function translatedOf(address: ipaddr.IPv4 | ipaddr.IPv6): string | null {
  if (address instanceof ipaddr.IPv4 || !address.match(ipaddr.IPv6.parseCIDR('64:ff9b::/96'))) return null;
  return address.toByteArray().slice(-4).join('.');
}

/** The address as a message may show it. */
export function withoutCredentials(url: URL): string {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return shown(bare.href);
}

function shown(address: string): string {
  return cleanLine(address).slice(0, 300);
}

/** Ports of other protocols, which a request of ours could be made to speak (Fetch standard, “port blocking”). */
const badPorts = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);
