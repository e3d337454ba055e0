import type { Comparison, ReviewRecord, ToolRecord } from '../core/comparison/comparison.ts';
import { cleanText, mapStrings, safeHref } from './escape.ts';
import { showDay, showScore } from './format.ts';

/** The schema.org member for text made by a trained model, and the IPTC term it stands for. */
const writtenByModel = [
  'https://schema.org/TrainedAlgorithmicMediaDigitalSource',
  'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
];

/**
 * The scored reviews as schema.org data for machines, as text that can stand in a script element: one Review each, its
 * author an organisation because a persona is nobody. There is no AggregateRating: answers of models are no customers’ ratings.
 */
export function structuredData({ tools, panel }: Comparison): string {
  const reviews = tools.flatMap((tool) =>
    tool.reviews
      .filter((review) => review.status === 'scored' && review.score !== null)
      .map((review) => describeReview(review, tool, panel.shipThreshold)),
  );
  const clean = mapStrings({ '@context': 'https://schema.org', '@graph': reviews }, cleanText);
  return JSON.stringify(clean, null, 1).replace(/[<>&\u2028\u2029]/g, unicodeEscape);
}

/** An end tag, a comment or an entity inside a value would be read by the page before JSON is. */
function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function describeReview(review: ReviewRecord, tool: ToolRecord, shipThreshold: number) {
  const { byline, approved } = review;
  const approval = approved === null ? 'no human review' : `approved by ${approved.by} on ${showDay(approved.at)}`;
  return {
    '@type': 'Review',
    name: `${review.name} on ${tool.name}${review.headline === null ? '' : `: ${review.headline}`}`,
    author: { '@type': 'Organization', name: 'ship-or-skip' },
    creditText: `Written by the AI persona ${review.name} through ${byline?.model}; nobody used the product; ${approval}.`,
    digitalSourceType: writtenByModel,
    datePublished: showDay(byline?.writtenAt ?? null),
    itemReviewed: describeTool(tool),
    reviewRating: {
      '@type': 'Rating',
      ratingValue: Number(showScore(review.score, shipThreshold)),
      worstRating: 0,
      bestRating: 100,
    },
    ...(review.prose === null ? {} : { reviewBody: review.prose }),
  };
}

/** Hardware is a product; everything else that is reviewed here runs as software. */
function describeTool({ name, category, url, maker }: ToolRecord) {
  const isHardware = /\bhardware\b/i.test(category);
  const href = url === null ? null : safeHref(url);
  const by = maker === null ? {} : { '@type': 'Organization', name: maker };
  return {
    '@type': isHardware ? 'Product' : 'SoftwareApplication',
    name,
    ...(isHardware ? { category } : { applicationCategory: category }),
    ...(href === null ? {} : { url: href }),
    ...(maker === null ? {} : isHardware ? { manufacturer: by } : { author: by }),
  };
}
