import { parse } from 'tldts';
import { commonPages, otherNames, type PlaceKind, sharedHost, tracking } from './hosts.ts';

/** Where an address leads, as far as identity is concerned. */
export interface Place {
  kind: PlaceKind;
  /** The comparable form, see canonicalAddress. */
  address: string;
  /** The domain somebody registered (`example.co.uk`, `someone.github.io`), with the port where it is not the usual one. */
  domain: string;
  /** What that domain is called: `example`. */
  label: string;
  /** The page of one product: a repository, a package, a path on a maker’s site. A home page is not: makers with many products have one too. */
  specific: boolean;
  /** On a domain anybody gets from a host (`someone.vercel.app`), where a product may live beside its own domain. */
  hosted: boolean;
}

/**
 * One form for every spelling of an address: no scheme, lower case, without `www.` and `m.`, the usual port, fragment,
 * tracking parameters, index page and trailing slash, remaining parameters sorted. Any other port is a server of its own. On hosts where many products live
 * (repositories, registries, stores, launch pages) only what names the product is left; on a maker’s own site a language
 * and a common page such as `/pricing` are left out. Null for what is no http(s) address.
 */
export function canonicalAddress(url: string): string | null {
  return placeAt(url)?.address ?? null;
}

/** @see canonicalAddress */
export function placeAt(url: string): Place | null {
  const parsed = readAddress(url);
  if (parsed === null) return null;
  const host = plainHost(parsed.hostname);
  // either scheme’s usual port, because the form has no scheme
  const port = /^(?:80|443)?$/.test(parsed.port) ? '' : `:${parsed.port}`;
  const { domain, domainWithoutSuffix, isPrivate } = parse(host, { allowPrivateDomains: true });
  const own = { domain: `${domain ?? host}${port}`, label: domainWithoutSuffix ?? host, hosted: isPrivate === true };
  const path = decoded(parsed.pathname).toLowerCase().replaceAll(/\/+/g, '/');
  const query = queryOf(parsed);
  const shared = port === '' ? sharedHost(host) : null;
  if (shared !== null && !shared.own?.test(path)) {
    const named = shared.product.exec(`${path}${query}`)?.[1]?.replace(/\/$/, '');
    const address = `${otherNames.get(host) ?? host}/${named ?? `${path}${query}`.replace(/^\//, '')}`;
    return { kind: shared.kind, address, ...own, specific: named !== undefined && shared.kind !== 'talk' };
  }
  const page = ownPage(path);
  return { kind: 'site', address: `${host}${port}${page}${query}`, ...own, specific: page !== '' || query !== '' };
}

/** With a scheme or, as people write it, without. */
function readAddress(text: string): URL | null {
  const trimmed = text.trim();
  const whole = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const url = URL.parse(whole);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname.includes('.') ? url : null;
}

/** `www.`, `m.` and their kind in front of a domain name the same site. */
function plainHost(hostname: string): string {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  const plain = host.replace(/^(?:(?:www\d?|m|mobile|amp)\.(?=[^.]+\.))+/, '');
  return sharedHost(plain) === null ? (otherNames.get(plain) ?? plain) : plain;
}

function ownPage(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  while (/^(?:index|default)(?:\.\w{2,5})?$/.test(segments.at(-1) ?? '')) segments.pop();
  while (/^[a-z]{2}(?:[-_][a-z]{2})?$/.test(segments[0] ?? '') && isLanguage(segments[0] ?? '')) segments.shift();
  if (segments.length === 1 && commonPages.has(segments[0] ?? '')) segments.pop();
  return segments.map((segment) => `/${segment}`).join('');
}

const languages = new Set('en de fr es it pt nl pl ja zh ko ru tr sv da fi cs uk ar he hi'.split(' '));

function isLanguage(segment: string): boolean {
  return languages.has(segment.slice(0, 2));
}

function queryOf({ searchParams }: URL): string {
  const kept = [...searchParams]
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name, value]) => !tracking.test(name) && value !== '')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toLowerCase())}`)
    .sort();
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}

/** `%7E` is `~`: only what needs no escape is decoded, so that nothing hidden gets into the form. */
function decoded(path: string): string {
  return path.replaceAll(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[\w.~@-]/.test(character) ? character : code;
  });
}

/**
 * How the addresses of two products stand to each other: the `page` of one product, the same `home` page, pages of one
 * `site`, or places that hold them `apart`: two repositories, two packages of one registry, sites of two owners. `silent` where nothing
 * follows: a repository and a home page, two launch pages, a site that may have moved (`x.dev`, `x.com`).
 */
export type AddressRelation = 'page' | 'home' | 'site' | 'apart' | 'silent';

const strongest: readonly AddressRelation[] = ['page', 'home', 'site', 'apart', 'silent'];

/** Where these addresses lead; what is no http(s) address is left out. */
export function placesAt(urls: readonly string[]): Place[] {
  return urls.map(placeAt).filter((place) => place !== null);
}

/** The strongest relation between any place of one and any of the other. */
export function relatePlaces(a: readonly Place[], b: readonly Place[]): AddressRelation {
  const found = new Set(a.flatMap((place) => b.map((other) => relate(place, other))));
  return strongest.find((relation) => found.has(relation)) ?? 'silent';
}

function relate(a: Place, b: Place): AddressRelation {
  if (a.address === b.address) return a.specific ? 'page' : a.kind === 'site' ? 'home' : 'silent';
  if (a.kind !== b.kind || a.kind === 'listing') return 'silent';
  if (a.kind !== 'site') return hostOf(a) === hostOf(b) && a.specific && b.specific ? 'apart' : 'silent';
  if (a.domain === b.domain) return 'site';
  return a.label === b.label || a.hosted !== b.hosted ? 'silent' : 'apart';
}

function hostOf({ address }: Place): string {
  return address.slice(0, address.indexOf('/'));
}
