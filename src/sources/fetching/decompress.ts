import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';
import { sizeOf } from './limits.ts';
import { Unusable } from './unusable.ts';

type Decode = (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

const gzip: Decode = promisify(gunzip);
const zlib: Decode = promisify(inflate);
const raw: Decode = promisify(inflateRaw);

/** Servers send `deflate` with and without the head of zlib, whose first byte names the method 8. */
const deflate: Decode = (bytes, options) => (((bytes[0] ?? 0) & 0x0f) === 8 ? zlib : raw)(bytes, options);

const codings = new Map<string, Decode>([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', deflate],
  ['br', promisify(brotliDecompress)],
  ['zstd', promisify(zstdDecompress)],
]);

/** What we ask servers to compress with. */
export const acceptedCodings = 'gzip, deflate, br, zstd';

/** Codings on top of each other that are taken off. */
const mostCodings = 2;

/**
 * Takes off what Content-Encoding lists, the last first. The output is counted while it grows, so a small body that
 * unpacks to a huge one is stopped at the limit.
 * @throws Unusable
 */
export async function decompress(body: Uint8Array, encoding: string, mostBytes: number): Promise<Uint8Array> {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > mostCodings) throw new Unusable(`it is compressed ${names.length} times over`);
  let bytes = body;
  for (const name of names.reverse()) {
    const decode = codings.get(name);
    if (decode === undefined) throw new Unusable(`its compression "${name.slice(0, 40)}" is not known`);
    bytes = await decode(bytes, { maxOutputLength: mostBytes }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_BUFFER_TOO_LARGE') throw new Unusable(`unpacked it is larger than ${sizeOf(mostBytes)}`);
      throw new Unusable(`its ${name} compression is damaged`, null, { cause: error });
    });
  }
  return bytes;
}
