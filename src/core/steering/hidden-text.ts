/** A kind of invisible writing that was taken out, and how many characters of it. */
export interface Stripped {
  what: string;
  count: number;
}

/** A text without what people cannot see, and what was hidden in it. */
export interface Unhidden {
  text: string;
  stripped: Stripped[];
  /** What the invisible parts say, where they say something. */
  messages: string[];
}

/** Scripts whose letters join or part under U+200C and U+200D. */
const joining = String.raw`[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]`;

const flagSequence = String.raw`(?<=\u{1F3F4})[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{2,6}\u{E007F}`;
const emojiJoiner = String.raw`(?<=[\p{Extended_Pictographic}\u{1F3FB}-\u{1F3FF}\uFE0F])\u200D(?=\p{Extended_Pictographic})`;
const letterJoiner = String.raw`(?<=${joining})[\u200C\u200D](?=${joining}|[\s\p{P}]|$)`;
const presentation = String.raw`(?<=[\p{Emoji}\p{S}])[\uFE0E\uFE0F]`;
const ideographVariant = String.raw`(?<=\p{Script=Han})[\uFE00-\uFE02\u{E0100}-\u{E01EF}](?![\uFE00-\uFE0F\u{E0100}-\u{E01EF}])`;

/** Invisible characters with a use in honest text: parts of emoji and flags, joiners inside a word, variants of an ideograph. */
const useful = `${flagSequence}|${emojiJoiner}|${letterJoiner}|${presentation}|${ideographVariant}`;

const invisible: readonly { what: string; run: string }[] = [
  { what: 'Unicode tag characters', run: String.raw`[\u{E0000}-\u{E007F}]+` },
  { what: 'variation selectors', run: String.raw`[\u180B-\u180D\u180F\uFE00-\uFE0F\u{E0100}-\u{E01EF}]+` },
  {
    what: 'zero-width characters',
    run: String.raw`[\u200B-\u200D\u2060-\u2065\uFEFF\u180E\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0]+`,
  },
  { what: 'direction controls', run: String.raw`[\u200E\u200F\u061C\u202A-\u202E\u2066-\u206F]+` },
  { what: 'soft hyphens', run: String.raw`\u00AD+` },
  { what: 'control characters', run: String.raw`(?:(?![\t\n])[\p{Cc}\uFFF9-\uFFFB])+` },
];

const anyInvisible = new RegExp(`${useful}|${invisible.map(({ run }) => `(${run})`).join('|')}`, 'gu');

/** Colours and cursor movements of a terminal, and the titles it is given. */
const terminalCodes =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character
  /\u001b\[[0-?]{0,64}[ -/]{0,16}[@-~]|\u001b\][^\u0007\u001b\n]{0,4000}(?:\u0007|\u001b\\)|\u009b[0-?]{0,64}[@-~]/g;

const unseenElement =
  /<([a-z]{1,12})\b[^<>]{0,400}?(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])|\shidden(?=[\s>=]))[^<>]{0,400}>[\s\S]{0,4000}?<\/\1\s*>/gi;

const markdownComment = /^[ \t]{0,3}\[(?:\/\/|comment|_)\]:[ \t]*(?:#|<>)[ \t]*["'(].*$/gim;

/**
 * Takes out what a person who reads the text does not see: invisible characters, terminal codes, comments and unseen elements of HTML, comments of Markdown.
 * What belongs to emoji, to joined scripts and to ideographs stays; every line ending becomes a line feed.
 */
export function takeOutHidden(text: string): Unhidden {
  const counts = new Map<string, number>();
  const messages: string[] = [];
  const note = (what: string, run: string, message = ''): string => {
    counts.set(what, (counts.get(what) ?? 0) + [...run].length);
    if (message.trim() !== '') messages.push(message.trim());
    return '';
  };
  let visible = text.toWellFormed().replaceAll(/\r\n?|[\v\f\u2028\u2029]/g, '\n');
  visible = visible.replaceAll(terminalCodes, (run) => note('terminal codes', run));
  visible = visible.replaceAll(anyInvisible, (run, ...groups: unknown[]) => {
    const kind = invisible.find((_, index) => groups[index] !== undefined);
    return kind === undefined ? run : note(kind.what, run, decode(run));
  });
  visible = withoutComments(visible, (run) => note('HTML comments', run, run.slice(4, -3)));
  visible = visible.replaceAll(unseenElement, (run: string) =>
    note('unseen HTML elements', run, run.replaceAll(/<[^<>]*>/g, ' ')),
  );
  visible = visible.replaceAll(markdownComment, (run) => note('Markdown comments', run, run));
  return { text: visible, stripped: Array.from(counts, ([what, count]) => ({ what, count })), messages };
}

/** Layers of comments inside comments that are peeled off; what is left of a deeper nest cannot open a comment any more. */
const mostLayers = 8;

/** Taking a comment out may put the next together from what stood around it. */
function withoutComments(text: string, note: (comment: string) => string): string {
  let before = text;
  for (let layer = 0; layer < mostLayers; layer += 1) {
    const after = peel(before, note);
    if (after === before) return after;
    before = after;
  }
  return before.replaceAll('<!--', '<! --');
}

function peel(text: string, note: (comment: string) => string): string {
  const kept: string[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf('<!--', from);
    const end = start < 0 ? -1 : text.indexOf('-->', start + 4);
    if (end < 0) break;
    kept.push(text.slice(from, start), note(text.slice(start, end + 3)));
    from = end + 3;
  }
  return kept.join('') + text.slice(from);
}

/** What a run of invisible characters spells: tag characters are ASCII, selectors are bytes, two zero-width characters are bits. */
function decode(run: string): string {
  const points = Array.from(run, (character) => character.codePointAt(0) ?? 0);
  if (points.every((point) => point >= 0xe0000 && point <= 0xe007f))
    return points
      .map((point) => String.fromCharCode(point - 0xe0000))
      .join('')
      .replaceAll(/[^\x20-\x7e]/g, '');
  const bytes = points.map(byteOf);
  if (bytes.length >= 4 && !bytes.includes(null)) return readBytes(bytes.map((byte) => byte ?? 0));
  const bits = points.map((point) => (point === 0x200b ? 0 : point === 0x200c || point === 0x200d ? 1 : null));
  const octets = Array.from({ length: Math.floor(bits.length / 8) }, (_, index) =>
    bits.slice(index * 8, index * 8 + 8).reduce<number>((sum, bit) => sum * 2 + (bit ?? 0), 0),
  );
  return octets.length >= 2 ? readBytes(octets) : '';
}

function byteOf(point: number): number | null {
  if (point >= 0xfe00 && point <= 0xfe0f) return point - 0xfe00;
  if (point >= 0xe0100 && point <= 0xe01ef) return point - 0xe0100 + 16;
  return null;
}

const readBytes = (bytes: readonly number[]): string => new TextDecoder().decode(Uint8Array.from(bytes));
