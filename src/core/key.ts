import { createHash } from 'node:crypto';

/** Raised when a value that must become a key holds something JSON cannot say exactly. */
export class UnkeyableValue extends Error {
  override name = 'UnkeyableValue';
}

/**
 * JSON with object keys sorted at every depth and no white space: the same value always gives the same text.
 * This form is a contract: changing it changes every key in every store.
 * Members that are `undefined` are left out, as JSON does.
 * @throws UnkeyableValue for NaN, infinities, functions, symbols and bigints.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new UnkeyableValue(`a key cannot be made of ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object') throw new UnkeyableValue(`a key cannot be made of a ${typeof value}`);
  let members = '';
  // In the order of their code units, as sorting without a rule does.
  for (const name of Object.keys(value).sort()) {
    const member: unknown = Reflect.get(value, name);
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** SHA-256 of a text (UTF-8), 64 hexadecimal digits. */
export function hashText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** A versioned key, `<kind>:v1:<sha-256 of the canonical JSON>`. The kind keeps keys of different things apart. */
export function keyOf(kind: string, value: unknown): string {
  return `${kind}:v1:${hashText(`${kind}:v1:${canonicalJson(value)}`)}`;
}
