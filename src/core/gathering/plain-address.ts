const tracking = /^(?:utm_\w+|ref|referrer|source|fbclid|gclid|mc_[ce]id)$/i;

/** One form for the spellings of one address: no scheme, `www.`, fragment, tracking parameters or slash at the end. Null for what is no web address. */
export function plainAddress(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const query = [...url.searchParams]
    .filter(([name]) => !tracking.test(name))
    .sort()
    .map(([name, value]) => `${name}=${value}`);
  const path = url.pathname.replace(/\/(?:index\.html?)?$/, '');
  return `${url.host.replace(/^www\./, '')}${path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/** Whether a tool is named by an address and not by a file: one that is not on the web is refused as such. */
export function isWebAddress(target: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(target);
}
