/** Signs that an entry announces something else than a tool. Each comes with what it says, as half a sentence. */

/** What a title says that is no tool, whoever announces it. The words are those of titles, in lower case. */
export const titleSigns: readonly [RegExp, string][] = [
  [/^(?:ask|tell) hn\b|^poll:/, 'it asks or tells readers something'],
  [
    /\b(?:is|are|we['’]re|now) hiring\b|\bwho(?:['’]s| is) hiring\b|\bwants to be hired\b|\bjobs? (?:board|opening|offer)s?\b|\b(?:senior|junior|lead|founding) (?:\S+ ){0,3}(?:engineer|developer|designer)\b/,
    'it is about jobs',
  ],
  [
    /\[video\]|\b(?:youtube )?video series\b|\bpodcast\b|\bwebinar\b|\blivestream\b|\b(?:conference|my) talk\b|\bdocumentary\b/,
    'it is something to watch or to hear',
  ],
  [
    /\[pdf\]|\bwhite ?paper\b|\b(?:e-?)?book(?=$|[\s:,.!)–—-]+(?:on|about|for|that|is|i|by|$))|\bmy (?:new |first )?(?:e-?)?book\b|\bnovel\b|\bcheat ?sheet\b|\binfographic\b/,
    'it is something to read',
  ],
  [
    /\b(?:blog ?post|essay|article|write-?up|case study|post-?mortem|retrospective|interview with|newsletter|tutorial|primer|opinion)\b|\blessons (?:learned|from)\b|\bwhat i(?:['’]ve)? learned\b|\bguide to\b|\bnotes on\b|\breflections on\b|\ban introduction to\b|\bthe (?:story|state|case|end|rise|future|history|problem) (?:of|for|against|with)\b/,
    'it is an article',
  ],
  [
    /\bcourse (?:on|about|for)\b|\b(?:online|video|free) course\b|\bboot ?camp\b|\bworkshop\b|\bhackathon\b|\bmeet-?up\b/,
    'it is a course or an event',
  ],
  [
    /\b(?:raises|raised|secures) (?:[$€£]|\d)|\bseries [a-f]\b|\b(?:acquires|acquired|to acquire|acquisition of|joins|joining)\b|\bcve-\d{4}-\d+\b|\bvulnerabilit(?:y|ies)\b|\boutage\b|\bincident review\b|\blayoffs?\b|\blawsuit\b|\b(?:shuts|shutting) down\b|\bis dead\b|\bipo\b/,
    'it is news of a company',
  ],
  [
    /\bmy (?:personal )?(?:website|site|portfolio|homepage|resume|cv|blog|setup|home ?lab)\b|\bpersonal (?:website|site|blog)\b/,
    'it is somebody’s own page',
  ],
  [
    /\b(?:curated|awesome) (?:list|collection)\b|\bawesome-[a-z]|\blist of (?:the )?(?:best )?\S+ (?:tools|resources|startups)\b|\b(?:top|best) \d+\b|^\d+ (?:\S+ ){0,3}(?:ways|tips|reasons|things|lessons|tools)\b/,
    'it is a list of things',
  ],
  [
    /\bgames?\b|\b(?:tetris|sudoku|chess|minesweeper|2048|snake|pong)(?: clone)?(?:$| in\b)|\bwordle\b|\bin \d+ bytes\b/,
    'it is a game or a feat',
  ],
  [
    /\b(?:dataset|survey results|benchmark results)\b$|\bi analy[sz]ed\b|\banaly[sz]is of\b/,
    'it is a piece of research',
  ],
];

/** Sites that show no tools, and what they show. */
export const siteSigns: readonly [readonly string[], string][] = [
  [
    ['youtube.com', 'youtu.be', 'vimeo.com', 'twitch.tv', 'spotify.com', 'soundcloud.com', 'podcasts.apple.com'],
    'its link leads to something to watch or to hear',
  ],
  [
    [
      'medium.com',
      'substack.com',
      'dev.to',
      'hashnode.dev',
      'hackernoon.com',
      'wordpress.com',
      'blogspot.com',
      'ghost.io',
      'wikipedia.org',
      'paulgraham.com',
    ],
    'its link leads to an article',
  ],
  [
    [
      'nytimes.com',
      'theguardian.com',
      'bbc.com',
      'bbc.co.uk',
      'reuters.com',
      'bloomberg.com',
      'wsj.com',
      'washingtonpost.com',
      'techcrunch.com',
      'theverge.com',
      'arstechnica.com',
      'wired.com',
      'cnbc.com',
      'ft.com',
      'economist.com',
      'nature.com',
      'theregister.com',
      'venturebeat.com',
      '404media.co',
    ],
    'its link leads to the news',
  ],
  [['arxiv.org', 'biorxiv.org', 'openreview.net', 'doi.org', 'acm.org', 'ssrn.com'], 'its link leads to a paper'],
  [
    ['amazon.com', 'goodreads.com', 'leanpub.com', 'oreilly.com', 'manning.com', 'udemy.com', 'coursera.org'],
    'its link leads to a book or a course',
  ],
  [
    ['greenhouse.io', 'lever.co', 'ashbyhq.com', 'workable.com', 'indeed.com', 'workatastartup.com'],
    'its link leads to a job',
  ],
  [['gist.github.com', 'pastebin.com', 'codepen.io', 'jsfiddle.net'], 'its link leads to a snippet'],
];

/** Shapes of addresses that show no tools. */
export const pathSigns: readonly [RegExp, string][] = [
  [/\/(?:careers?|jobs?|hiring)(?:\/|$)/, 'its link leads to a job'],
  [/\.(?:pdf|epub|mp4|mp3|pptx?)$/, 'its link leads to a file to read or to watch'],
];
