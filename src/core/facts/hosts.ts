/** What kind of place an address is: who stands behind it decides what it says about a product. */
export type PlaceKind = 'site' | 'repository' | 'package' | 'listing' | 'talk';

/** A host where many products live. */
interface SharedHost {
  kind: Exclude<PlaceKind, 'site'>;
  /** Finds the product in `path?parameters`; its first group is what names it. What does not match is no product’s page. */
  product: RegExp;
  /** Pages of the host’s own products, which are those of any maker’s site. */
  own?: RegExp;
}

const repository = /^\/([^/?]+\/[^/?]+?)(?:\.git)?(?:[/?].*)?$/;

/** Hosts where the path, not the domain, names the product. Paths reach them in lower case. */
const sharedHosts = new Map<string, SharedHost>([
  [
    'github.com',
    {
      kind: 'repository',
      product: repository,
      own: /^\/(?:features|marketplace|solutions|enterprise|apps|about|pricing|resources|security|mobile|copilot)(?:\/|$)/,
    },
  ],
  ['gitlab.com', { kind: 'repository', product: repository }],
  ['bitbucket.org', { kind: 'repository', product: repository }],
  ['codeberg.org', { kind: 'repository', product: repository }],
  [
    'huggingface.co',
    {
      kind: 'repository',
      product: /^\/((?:spaces\/|datasets\/)?[^/?]+\/[^/?]+)/,
      own: /^\/(?:docs|blog|papers|learn|tasks|inference|inference-\w+|pricing|enterprise|chat|models|storage)(?:\/|$)/,
    },
  ],
  ['npmjs.com', { kind: 'package', product: /^\/package\/((?:@[^/?]+\/)?[^/?]+)/ }],
  ['pypi.org', { kind: 'package', product: /^\/project\/([^/?]+)/ }],
  ['crates.io', { kind: 'package', product: /^\/crates\/([^/?]+)/ }],
  ['rubygems.org', { kind: 'package', product: /^\/gems\/([^/?]+)/ }],
  ['packagist.org', { kind: 'package', product: /^\/packages\/([^/?]+\/[^/?]+)/ }],
  ['nuget.org', { kind: 'package', product: /^\/packages\/([^/?]+)/ }],
  ['pkg.go.dev', { kind: 'package', product: /^\/([^?@]+)/ }],
  ['hub.docker.com', { kind: 'package', product: /^\/(?:r\/|_\/)([^?]+)/ }],
  ['formulae.brew.sh', { kind: 'package', product: /^\/(?:formula|cask)\/([^/?]+)/ }],
  ['apps.apple.com', { kind: 'package', product: /\/(id\d+)/ }],
  ['play.google.com', { kind: 'package', product: /^\/store\/apps\/details\?(?:.*&)?id=([^&]+)/ }],
  ['chromewebstore.google.com', { kind: 'package', product: /\/detail\/(?:[^/?]+\/)?([a-p]{32})/ }],
  ['chrome.google.com', { kind: 'package', product: /^\/webstore\/detail\/(?:[^/?]+\/)?([a-p]{32})/ }],
  ['addons.mozilla.org', { kind: 'package', product: /\/addon\/([^/?]+)/ }],
  ['marketplace.visualstudio.com', { kind: 'package', product: /^\/items\?(?:.*&)?itemname=([^&]+)/ }],
  ['open-vsx.org', { kind: 'package', product: /^\/extension\/([^/?]+\/[^/?]+)/ }],
  ['plugins.jetbrains.com', { kind: 'package', product: /^\/plugin\/(\d+)/ }],
  ['producthunt.com', { kind: 'listing', product: /^\/((?:products|posts)\/[^/?]+)/ }],
  ['alternativeto.net', { kind: 'listing', product: /^\/software\/([^/?]+)/ }],
  ['g2.com', { kind: 'listing', product: /^\/products\/([^/?]+)/ }],
  ['capterra.com', { kind: 'listing', product: /^\/p\/([^/?]+)/ }],
  ['theresanaiforthat.com', { kind: 'listing', product: /^\/ai\/([^/?]+)/ }],
  ['futurepedia.io', { kind: 'listing', product: /^\/tool\/([^/?]+)/ }],
  ['betalist.com', { kind: 'listing', product: /^\/startups\/([^/?]+)/ }],
  ['news.ycombinator.com', { kind: 'talk', product: /^\/item\?(?:.*&)?id=(\d+)/ }],
  ['lobste.rs', { kind: 'talk', product: /^\/(s\/[^/?]+)/ }],
  ['reddit.com', { kind: 'talk', product: /\/comments\/([^/?]+)/ }],
  ['twitter.com', { kind: 'talk', product: /\/status\/(\d+)/ }],
  ['x.com', { kind: 'talk', product: /\/status\/(\d+)/ }],
  ['linkedin.com', { kind: 'talk', product: /^\/posts\/([^/?]+)/ }],
  ['youtube.com', { kind: 'talk', product: /^\/watch\?(?:.*&)?v=([^&]+)/ }],
  ['youtu.be', { kind: 'talk', product: /^\/([^/?]+)/ }],
  ['medium.com', { kind: 'talk', product: /^\/(.+)/ }],
  ['dev.to', { kind: 'talk', product: /^\/([^/?]+\/[^/?]+)/ }],
]);

/** The table’s entry of a host without `www.`. */
export function sharedHost(host: string): SharedHost | null {
  return sharedHosts.get(host) ?? null;
}

/** Hosts that are another name of one in the table. */
export const otherNames = new Map([
  ['chrome.google.com', 'chromewebstore.google.com'],
  ['twitter.com', 'x.com'],
  ['youtu.be', 'youtube.com'],
  ['itunes.apple.com', 'apps.apple.com'],
  ['old.reddit.com', 'reddit.com'],
  ['hf.co', 'huggingface.co'],
  ['npm.im', 'npmjs.com'],
]);

/** Parameters that say where a reader came from, not what is shown. */
export const tracking =
  /^(utm_.*|ref|ref_.*|referrer|referer|source|src|via|fbclid|gclid|dclid|gbraid|wbraid|msclkid|ttclid|twclid|yclid|igshid|li_fat_id|mc_[ce]id|_hs.*|hsa_.*|_gl|_ga|mkt_tok|campaign|aff|affiliate|trk|spm|si)$/;

/** Pages every product’s site has: alone behind the host they mean the product of the home page. */
export const commonPages = new Set(
  'home index pricing price plans docs documentation about download downloads install features faq login signin signup register start get-started getting-started changelog contact enterprise'.split(
    ' ',
  ),
);
