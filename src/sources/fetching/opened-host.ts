/** A host and port a person has opened: the guard lets requests to it pass whatever its address is. */
export interface OpenedHost {
  /** Lower case, without a trailing dot; IPv6 in brackets. */
  host: string;
  port: number;
}

/** Whether a person has opened this very host and port. */
export function isOpened(url: URL, opened: readonly OpenedHost[]): boolean {
  return opened.some(({ host, port }) => host === hostOf(url) && port === portOf(url));
}

/** Lower case, without the dot that ends a full name; IPv6 in brackets. */
export function hostOf(url: URL): string {
  return url.hostname.toLowerCase().replace(/\.+$/, '');
}

/** The port in the address, or the usual one of its scheme. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}
