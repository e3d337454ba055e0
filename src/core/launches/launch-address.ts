import { placeAt } from '../facts/address.ts';
import { tracking } from '../facts/hosts.ts';

/** The address as a link, without what only says where a reader came from; null for anything but http and https or with credentials inside. */
export function productAddress(text: string, base?: string): string | null {
  const url = URL.parse(text.trim(), base);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name);
  url.hash = '';
  return url.href.length > 2000 ? null : url.href;
}

/** What a repository is called, as its address spells it; null for an address that is none of a repository. */
export function repositoryName(address: string): string | null {
  const place = placeAt(address);
  if (place === null || place.kind !== 'repository' || !place.specific) return null;
  const depth = place.address.split('/').length - 1;
  const parts = new URL(address).pathname.split('/').filter((part) => part !== '');
  return parts[depth - 1]?.replace(/\.git$/, '') ?? null;
}

/** Whether a host is the site itself or below it. */
export function isOn(host: string, site: string): boolean {
  return host === site || host.endsWith(`.${site}`);
}
