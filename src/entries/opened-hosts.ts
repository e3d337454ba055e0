import { hostOf, type OpenedHost, portOf } from '../sources/fetching/opened-host.ts';
import { InvalidSettings } from './choose-models.ts';

/**
 * The hosts a person opens for fetching, from a setting like `127.0.0.1:8080, [::1]:3000, wiki.corp`. Each opens its own
 * port; a host without one opens the two of the web, 80 and 443.
 * @throws InvalidSettings for anything else.
 */
export function readOpenedHosts(setting: string | undefined): OpenedHost[] {
  const entries = (setting ?? '').split(/[,\s]+/).filter((entry) => entry !== '');
  return entries.flatMap(readEntry);
}

function readEntry(entry: string): OpenedHost[] {
  const isHostAndPort = /^(?:\[[\da-f:.]+\]|[^\s:/?#@\\[\]*%]+)(?::\d{1,5})?$/i.test(entry);
  const url = isHostAndPort ? URL.parse(`http://${entry}`) : null;
  if (url === null) {
    throw new InvalidSettings(
      `SHIP_OR_SKIP_ALLOW_HOSTS: "${entry.slice(0, 100)}" is not a host.\nWrite hosts with their ports, separated by commas, for example: 127.0.0.1:8080, [::1]:3000, wiki.corp`,
    );
  }
  const host = hostOf(url);
  const namesPort = /:\d+$/.test(entry.replace(/^\[.*\]/, ''));
  const ports = namesPort ? [portOf(url)] : [80, 443];
  return ports.map((port) => ({ host, port }));
}
