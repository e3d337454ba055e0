/** Text as it is written down, from left to right. White space collapses, and breaks are made when the next word comes. */
export interface Sheet {
  /** Words of running text. */
  write(text: string): void;
  /** Text as it is, spaces and line breaks too. */
  writeAsIs(text: string): void;
  /** The next word stands on a line of its own. */
  breakLine(): void;
  /** There is an empty line before the next word, unless lists or cells keep lines together. */
  breakBlock(): void;
  /** A space before the next word, if there is none and the line goes on. */
  gap(): void;
  /** Puts a prefix before each line written meanwhile; the first line gets its own. */
  indent(first: string, rest: string, write: () => void): void;
  /** Blocks follow each other without empty lines meanwhile. */
  tight(write: () => void): void;
  /** The last characters of the line so far. */
  tail(): string;
  text(): string;
}

/** What is written, and what waits for the next word. */
interface Written {
  text: string;
  /** The last characters of the line: to look at the whole of a long one at every word would take too long. */
  tail: string;
  pending: 'none' | 'space' | 'line' | 'block';
  prefixes: { first: string | null; rest: string }[];
}

const longestTail = 40;

export function openSheet(): Sheet {
  const written: Written = { text: '', tail: '', pending: 'line', prefixes: [] };
  let tightness = 0;
  const sheet: Sheet = {
    write: (words) => {
      for (const [index, word] of words.split(/\s+/).entries()) {
        if (index > 0) sheet.gap();
        if (word === '') continue;
        settle(written);
        add(written, word);
      }
    },
    writeAsIs: (words) => {
      for (const [index, part] of words.split('\n').entries()) {
        if (index > 0) breakNow(written, '\n');
        else settle(written);
        add(written, part);
      }
    },
    breakLine: () => {
      if (written.pending !== 'block') written.pending = 'line';
    },
    breakBlock: () => {
      written.pending = tightness > 0 && written.pending !== 'block' ? 'line' : 'block';
    },
    gap: () => {
      if (written.pending === 'none') written.pending = 'space';
    },
    indent: (first, rest, write) => {
      sheet.breakLine();
      written.prefixes.push({ first, rest });
      write();
      written.prefixes.pop();
      sheet.breakLine();
    },
    tight: (write) => {
      tightness += 1;
      write();
      tightness -= 1;
    },
    tail: () => (written.pending === 'none' ? written.tail : ''),
    text: () => written.text.trim(),
  };
  return sheet;
}

function add(written: Written, words: string): void {
  written.text += words;
  written.tail = (written.tail + words.slice(-longestTail)).slice(-longestTail);
}

/** Begins a line with the prefixes that hold there. */
function breakNow(written: Written, lineEnds: string): void {
  if (written.text !== '') written.text += lineEnds;
  written.tail = '';
  for (const level of written.prefixes) {
    add(written, level.first ?? level.rest);
    level.first = null;
  }
}

/** Makes the break or space that waited for the next word. */
function settle(written: Written): void {
  if (written.pending === 'space') add(written, ' ');
  else if (written.pending !== 'none') breakNow(written, written.pending === 'block' ? '\n\n' : '\n');
  written.pending = 'none';
}
