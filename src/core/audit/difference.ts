/** A value that is not what it should be. */
export interface Difference {
  /** Where: `tools[0].reviews[1].score`. */
  path: string;
  /** The names on the way there, for a reader: tool, persona, check. */
  names: string[];
  /** Undefined when there is nothing at this place. */
  found: unknown;
  expected: unknown;
}

/** Two numbers nearer than this are the same: arithmetic in another order may differ in the last digits. */
const tolerance = 1e-9;

/** Every place at which a value read from JSON is not what was expected, each leaf by itself. */
export function differences(found: unknown, expected: unknown, path = '', names: readonly string[] = []): Difference[] {
  if (isCollection(found) && isCollection(expected) && Array.isArray(found) === Array.isArray(expected)) {
    // the whole needs no name: it is what the reader asked about
    const here = path === '' ? names : withName(names, expected);
    return membersOf(found, expected).flatMap((member) =>
      differences(memberOf(found, member), memberOf(expected, member), pathTo(path, member, expected), here),
    );
  }
  return isSame(found, expected) ? [] : [{ path, names: [...names], found, expected }];
}

/** How many numbers a value holds, at any depth. */
export function countNumbers(value: unknown): number {
  if (typeof value === 'number') return 1;
  return isCollection(value) ? Object.values(value).reduce<number>((sum, member) => sum + countNumbers(member), 0) : 0;
}

function isSame(found: unknown, expected: unknown): boolean {
  if (typeof found === 'number' && typeof expected === 'number') return Math.abs(found - expected) <= tolerance;
  return found === expected;
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Members of either, without those that are undefined: JSON has none. */
function membersOf(found: object, expected: object): string[] {
  const names = [...Object.keys(expected), ...Object.keys(found)];
  return [...new Set(names)].filter(
    (name) => memberOf(found, name) !== undefined || memberOf(expected, name) !== undefined,
  );
}

function memberOf(collection: object, member: string): unknown {
  return Object.getOwnPropertyDescriptor(collection, member)?.value;
}

function pathTo(path: string, member: string, collection: object): string {
  if (Array.isArray(collection)) return `${path}[${member}]`;
  const step = /^[A-Za-z_]\w*$/.test(member) ? member : `["${member}"]`;
  return path === '' || step.startsWith('[') ? `${path}${step}` : `${path}.${step}`;
}

/** What a reader calls the thing a member belongs to. */
function withName(names: readonly string[], value: object): readonly string[] {
  const name = ['slug', 'persona', 'id']
    .map((member) => memberOf(value, member))
    .find((text) => typeof text === 'string');
  return typeof name === 'string' && !names.includes(name) ? [...names, name] : names;
}
