import htmlEncodingSniffer from 'html-encoding-sniffer';

/** What text without any sign of its charset is in: the one of old pages, in which every byte is a character. */
const lastResort = 'windows-1252';

/** Characters by which an encoding is judged. */
const probe = 200_000;

/**
 * Turns bytes into text whatever they are. A byte-order mark, the head and the page itself name the charset; but bytes that
 * are whole UTF-8 are UTF-8 whatever was named, and those that mostly are not are not.
 */
export function decodeText(body: Uint8Array, charset: string | null, isXml: boolean): string {
  const named = htmlEncodingSniffer(body, {
    xml: isXml,
    defaultEncoding: 'UTF-8',
    ...(charset === null ? {} : { transportLayerEncodingLabel: charset }),
  });
  if (ownBytes.test(named)) return decodeAs(named, body);
  if (looksLikeUtf8(body)) return decodeAs('UTF-8', body);
  return decodeAs(named === 'UTF-8' ? lastResort : named, body);
}

/** Encodings whose texts may pass for UTF-8 byte by byte. */
const ownBytes = /^(?:UTF-16|ISO-2022)/i;

/** More characters of several bytes than broken ones; or none of either. */
function looksLikeUtf8(body: Uint8Array): boolean {
  const text = new TextDecoder().decode(body.subarray(0, probe), { stream: body.length > probe });
  const broken = text.match(/\uFFFD/g)?.length ?? 0;
  const whole = text.match(/[\u0080-\uFFFC]/g)?.length ?? 0;
  return broken === 0 || whole > broken;
}

function decodeAs(encoding: string, body: Uint8Array): string {
  try {
    return new TextDecoder(encoding).decode(body);
  } catch {
    return new TextDecoder(lastResort).decode(body);
  }
}
