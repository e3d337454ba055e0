/** Words whose full stop ends no sentence. */
const abbreviations =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|ca|approx|incl|excl|max|min|no|nos|fig|sec|vol|pp?|mr|mrs|ms|dr|prof|st|inc|ltd|corp|co|jr|sr|u\.s|[a-z])\.\s*$/i;

/** Without white space behind it a mark ends no sentence (`a?b=1`), save where the script writes none. */
const unended = /[^\s。！？]$/;

/** A line that stands by itself: a bullet, a number, a heading, a table row, or after a blank line. */
const ownLine = /^\s*(?:[-*•–+·▪]\s|\d{1,3}[.)]\s|#{1,6}\s|\||>|$)/;

/** Lines shorter than this are no wrapped prose: a title or an entry of a list without bullets. */
const shortLine = 50;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * Splits a text into its sentences, white space made single. Dots in addresses, versions and numbers end none, nor do common abbreviations;
 * bullets, headings and short lines are sentences of their own, while wrapped lines belong together.
 */
export function sentencesOf(text: string): string[] {
  return blocksOf(text).flatMap((block) => {
    if (isOneSentence(block)) return [block];
    const sentences: string[] = [];
    for (const { segment } of segmenter.segment(block)) {
      const last = sentences.at(-1);
      if (last !== undefined && (unended.test(last) || abbreviations.test(last)))
        sentences[sentences.length - 1] = last + segment;
      else sentences.push(segment);
    }
    return sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
  });
}

/** In ASCII only such a mark before a space ends a sentence; most blocks have none but the one they end with. */
function isOneSentence(block: string): boolean {
  return ascii.test(block) && !/[.!?]["'()[\]{}]* /.test(block);
}

const ascii = /^\p{ASCII}*$/u;

/** Paragraphs and lines that stand by themselves, each on one line. */
function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let previous = '';
  for (const line of text.split(/\r\n?|\n/)) {
    const wrapped = !ownLine.test(line) && previous.trim().length >= shortLine && !previous.trimStart().startsWith('#');
    const bare = line.replace(/^\s*(?:[-*•–+·▪]|\d{1,3}[.)]|#{1,6}|>)\s+/, '');
    const plain = /\s\s|[^\S ]/.test(bare) ? bare.replaceAll(/\s+/g, ' ').trim() : bare.trim();
    if (wrapped) blocks.push(`${blocks.pop() ?? ''} ${plain}`);
    else blocks.push(plain);
    previous = line;
  }
  return blocks.filter((block) => block !== '');
}
