import type { GatheredDocument } from './document.ts';
import type { FoundFact } from './found-fact.ts';

/** Fewest characters all documents hold together: less is no evidence to judge by. */
const fewestCharacters = 120;

/** A domain nobody built on, or a page that says it is not there. */
const noProduct =
  /\b(?:this |the )?domain (?:name )?(?:is|may be) (?:for sale|available|parked)\b|\bbuy this domain\b|\bparked (?:free|domain)\b|\bpage (?:could )?not (?:be )?found\b|\b404 (?:error|not found)\b|\bsite (?:is )?under construction\b|\baccount (?:has been )?suspended\b/i;

/** What only a product’s page says: how to get it, use it, or pay for it. */
const signs: readonly RegExp[] = [
  /\b(?:npm|pnpm|yarn|pip|pipx|brew|cargo|go|apt|gem|composer|docker) (?:install|add|i|get|pull|run)\b/i,
  /\b(?:sign up|get started|start (?:for )?free|try (?:it )?(?:for )?free|start (?:your |a )?(?:free )?trial|create an account|book a demo|request a demo|add to (?:chrome|slack|cart))\b/i,
  /\b(?:api keys?|sdks?|quick ?start|getting started|documentation|self-host(?:ed|ing)?)\b/i,
  /\bdownload(?:s| for| now| the)?\b/i,
  /\b(?:pricing|per month|\/mo(?:nth)?\b|free (?:plan|tier)|subscription)\b/i,
  /\b(?:open[ -]?source|licen[cs]ed under|released? under the)\b/i,
  /\b(?:integrates? with|works with|supports?|features?)\b/i,
  // the same in other languages, which write no spaces or other words
  /無料で|はじめる|始める|登録|ダウンロード|インストール|免费|注册|下载|무료로|시작하기|다운로드|kostenlos|jetzt starten|herunterladen|essai gratuit|télécharger|prueba gratis|empezar|descargar/i,
  /料金|価格|プラン|价格|定价|요금|가격|preise|tarife?|tarifs|precios/i,
  /ドキュメント|文档|문서|API|dokumentation|documentación/,
];

/** Why the documents are no evidence that there is a product to review; null when they are. */
export function productDoubt(documents: readonly GatheredDocument[], facts: readonly FoundFact[]): string | null {
  const [home] = documents;
  if (home === undefined) return 'nothing could be read';
  const text = documents.map((document) => document.text).join('\n');
  const told = noProduct.exec(`${home.reading.title}\n${home.text.slice(0, 2_000)}`)?.[0];
  if (told !== undefined && home.text.length < 4_000) return `the page says “${told.replaceAll(/\s+/g, ' ')}”`;
  if (text.length < fewestCharacters)
    return `only ${text.length} characters of text could be read${home.reading.thin ? ' (the page may be drawn by a script)' : ''}`;
  const structured = facts.some(({ by, field }) => by === 'structured' && field === 'name');
  const priced = facts.some(({ field }) => field === 'pricing');
  const further = documents.some(({ role }) => role !== 'home' && role !== 'about');
  const found = signs.filter((sign) => sign.test(text)).length;
  const strength = found + (structured ? 2 : 0) + Number(priced) + Number(further);
  if (strength < 2) return 'nothing on it says how to get, use or pay for a product';
  if (!structured && strength < 5 && isArticle(home))
    return 'it is an article, and little on it says how to get, use or pay for a product';
  if (!structured && !priced && strength < 4 && notYet.test(home.text))
    return 'it announces something to come, and nothing shows that it is there';
  return null;
}

/** A promise is no product. */
const notYet = /\b(?:coming soon|launching soon|(?:join|get on) (?:the|our) wait(?:ing)?[- ]?list)\b/i;

/** What others write about a product. Some makers’ pages call themselves articles too, so more has to speak for it. */
function isArticle({ reading }: GatheredDocument): boolean {
  const types = reading.jsonLd
    .slice(0, 20)
    .map((node) => (typeof node === 'object' && node !== null && '@type' in node ? String(node['@type']) : ''));
  return (
    reading.meta.get('og:type') === 'article' || types.some((type) => /(?:Article|BlogPosting|Report)$/.test(type))
  );
}
