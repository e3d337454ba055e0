import { lookup } from 'node:dns/promises';
import type { Agent, buildConnector } from 'undici';
import { FetchRefused } from '../fetch-source.ts';
import { judgeAddress, withoutCredentials } from './guard.ts';
import type { FetchLimits } from './limits.ts';
import { isOpened, type OpenedHost } from './opened-host.ts';

/** An address a name stands for. */
interface Resolved {
  address: string;
  family: number;
}

/** Asks the name servers; every address a name has. */
export type Resolve = (host: string) => Promise<Resolved[]>;

/** The machine’s own resolver. */
export const machineResolve: Resolve = (host) => lookup(host, { all: true });

export interface Dialling {
  opened: readonly OpenedHost[];
  resolve: Resolve;
  limits: FetchLimits;
}

/**
 * Opens connections to addresses that passed the guard and to no other: a name is resolved once, every address it has is
 * judged, and exactly those are dialled, so a name server that changes its mind between check and use gains nothing.
 * No proxy of the environment is used; certificates are verified whatever the environment says.
 */
export async function openAgent({ opened, resolve, limits }: Dialling): Promise<Agent> {
  const undici = await import('undici');
  const connect: buildConnector.connector = (options, done) => {
    addressesFor(options, opened, resolve).then(
      (addresses) => {
        const connector = undici.buildConnector({
          allowH2: false,
          timeout: limits.idleMs,
          rejectUnauthorized: true,
          lookup: (_host, { all }, found) => {
            const [first] = addresses;
            if (all) found(null, addresses);
            else found(null, first?.address ?? '', first?.family ?? 0);
          },
        });
        connector(options, done);
      },
      (error: Error) => done(error, null),
    );
  };
  return new undici.Agent({
    connect,
    allowH2: false,
    pipelining: 1,
    maxHeaderSize: limits.mostHeadBytes,
    headersTimeout: limits.idleMs,
    bodyTimeout: limits.idleMs,
  });
}

async function addressesFor(
  { protocol, hostname, port }: buildConnector.Options,
  opened: readonly OpenedHost[],
  resolve: Resolve,
): Promise<Resolved[]> {
  const url = new URL(
    `${protocol}//${hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname}`,
  );
  url.port = port;
  const literal = url.hostname.replaceAll(/[[\]]/g, '');
  const isLiteral = url.hostname.startsWith('[') || /^[\d.]+$/.test(literal);
  const addresses = isLiteral ? [{ address: literal, family: literal.includes(':') ? 6 : 4 }] : await resolve(literal);
  if (isOpened(url, opened)) return addresses;
  for (const { address } of addresses) {
    const reason = judgeAddress(address);
    if (reason === null) continue;
    throw new FetchRefused(withoutCredentials(url), isLiteral ? reason : `${literal} is at ${reason}`);
  }
  return addresses;
}
