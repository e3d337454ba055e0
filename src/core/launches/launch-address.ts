/** Parameters that say where a reader came from, not what is shown. */
const tracking = /^(?:utm_\w+|ref|ref_src|referrer|source|via|fbclid|gclid|mc_[ce]id|app_id)$/i;

/** Sites where the first two parts of a path are a project, and the rest a page of it. */
const forges = new Set(['github.com', 'gitlab.com', 'codeberg.org', 'bitbucket.org', 'huggingface.co']);

/** The address as a link, without what only says where a reader came from; null for anything but http and https or with credentials inside. */
export function productAddress(text: string, base?: string): string | null {
  const url = URL.parse(text.trim(), base);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name);
  url.hash = '';
  return url.href.length > 2000 ? null : url.href;
}

/**
 * One spelling of every address of a product’s page: no scheme, no `www.`, no tracking, no slash at the end; of a
 * repository’s pages the repository, in lower case. Null where `productAddress` is.
 */
export function comparableAddress(text: string): string | null {
  const href = productAddress(text);
  if (href === null) return null;
  const url = new URL(href);
  url.searchParams.sort();
  const host = url.host.replace(/^www\./, '').replace(/\.(?=:|$)/, '');
  const repository = repositoryOf(href);
  if (repository !== null) return `${host}/${repository}`.toLowerCase();
  const path = url.pathname.replace(/\/(?:index\.html?)?$/, '').replace(/\/+$/, '');
  return `${host}${path}${url.search}`;
}

/** `owner/name` of a project’s page on a forge; null elsewhere. */
export function repositoryOf(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || !forges.has(url.host.replace(/^www\./, ''))) return null;
  const [owner = '', name = ''] = url.pathname.split('/').filter((part) => part !== '');
  if (
    owner === '' ||
    name === '' ||
    /^(?:spaces|datasets|blog|posts|papers|orgs|topics|features|sponsors)$/.test(owner)
  )
    return null;
  return `${owner}/${name.replace(/\.git$/, '')}`;
}

/** Whether a host is the site itself or below it. */
export function isOn(host: string, site: string): boolean {
  return host === site || host.endsWith(`.${site}`);
}
