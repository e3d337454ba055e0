import { describe, expect, test } from 'vitest';
import { findFirstHandClaims } from '../../../src/core/checking/first-hand.ts';

describe('claims of first-hand use are found', () => {
  test.each([
    'I tried it and the first call worked.',
    'I tried the upload endpoint; it returned an id in a second.',
    'I’ve tried every backend on the list.',
    'We used it for a month.',
    'We’ve used this in production since spring.',
    'I have personally used the SDK.',
    'I actually ran it against a 200-page PDF.',
    'I built a small pipeline with it and shipped on Friday.',
    'We tested the router with three backends.',
    'In my testing, uploads took two seconds.',
    'In our own tests the cache held.',
    'From my experience the docs are thin.',
    'My own benchmarks show a 20% saving.',
    'Our load testing found a limit at 500 files.',
    "I've seen engineers spend two sprint cycles building exactly this.",
    'I have watched too many startups die on this hill.',
    'I’ve seen this movie before.',
    'I’ve worked with enterprise teams that buy this.',
    'After a week with it, the seams show.',
    'After two days of testing the limits are clear.',
    'Spent real time with the docs and the API.',
    'Spent a weekend wiring this up.',
    'Dropped it in a project on a Monday and had results by lunch.',
    'A clean primitive — dropped it into a side project on a Monday.',
    'Tried it, kept it.',
    'This Builder has seen engineers spend two sprint cycles on routing.',
    'I’ve been using the beta since March.',
    'I have been waiting for this model.',
    "We're running it in staging now.",
    'My team switched to it last quarter.',
    'Our customers pay for this already.',
    'At my last company this was a whole quarter of work.',
    'When I was running infrastructure, this was a rota.',
    'As someone who has shipped three RAG pipelines, this is right.',
    'It took me ten minutes to get a response.',
    'I got it running in five minutes.',
    'I couldn’t get it to work with streaming.',
    'I paid for the Pro plan to check.',
    'I use it daily.',
    'We deployed it behind our gateway.',
    'I installed the CLI and signed up.',
    'Works for me.',
    'The limits are fair.\nI tested them.',
  ])('%s', (text) => {
    expect(findFirstHandClaims(text)).not.toEqual([]);
  });

  test('every one of them, so that one correction can mend all', () => {
    expect(findFirstHandClaims('I tried it. It was fine. In my testing it was fast.')).toEqual([
      'i tried',
      'in my testing',
    ]);
  });
});

describe('honest sentences pass', () => {
  test.each([
    'You can try it without a card.',
    'Teams that used the old API must migrate.',
    'I would try it on one internal project first.',
    'I have seen no source that states a limit.',
    "I've seen nothing in the sources about deletion.",
    'I have not used it, and neither has anyone on this panel.',
    "I haven't tried it; the sources have to do.",
    'I never tested this claim in practice.',
    'Nobody here has tried the tool.',
    'Had I used it, I could say how it fails.',
    'If I used it for a client, I would want a service level.',
    'Before I deployed it I would want a status page.',
    'I’d ship it with a cap on spend.',
    'I ship this, with the caveat that it is a beta.',
    'I used only the numbered sources.',
    'I tested every claim against the sources.',
    'I ran the numbers: at $0.10 a gigabyte it is cheap.',
    'I tried to find a limit in S2 and found none.',
    'I read the pricing page as a promise.',
    'My test for an abstraction is whether it leaks.',
    'The weekend test: could you rebuild it in two days?',
    'In my view the moat is thin.',
    'In my reading, S3 promises less than S1.',
    'The maker says “we tested it with ten thousand users”.',
    "The page claims 'we used it internally for a year', which is not proof.",
    'The primitive is clean: a file id that outlives the call.',
    'The first ten minutes are: get a token, change one URL, send a request.',
    'What we used to build by hand is now one endpoint.',
    'We have built the web on files; agents will want the same.',
    'The way we shipped software for ten years assumed servers.',
    'Used well, it saves a team a quarter of work.',
    'Built for teams with one bill to pay.',
    'Tested by the maker only, as S2 says.',
    'Dropped into a pipeline, it replaces an upload step.',
    'Try it on a weekend, and measure the bill.',
    'After thirty days with no traffic the file expires.',
    'After a month on the free tier you pay per token.',
    'Direct competitor is LiteLLM, which teams have run for two years.',
    'This breaks when a developer has tested only one backend.',
    'Engineers spent two sprints on routing before such layers existed.',
    'A founder who has shipped one will know the cost.',
    'The founder has built a company on storage before.',
    'What I’d watch: whether deletion is guaranteed.',
    'I expect the buyer to be a platform engineer.',
    'I am told the price and nothing about the limits.',
    'By June 2027 I expect context windows to make this moot.',
    'I could not find a source for the region.',
    'We do not know how often it fails.',
    'The test I used is whether a source names a number.',
    'Your team runs it, your team pays for it.',
    'The sources left me with no number.',
    'It is used by customers in production, S4 says.',
    'Customers in our reader’s position want an exit.',
    'My team of one reader is the solo developer.',
    'No review here rests on hands-on use.',
  ])('%s', (text) => {
    expect(findFirstHandClaims(text)).toEqual([]);
  });
});

test.each(['i ', 'we really ', "'", '"', 'a', 'after a ', 'my own ', '. ', 'i have seen a ', 'in my '])(
  'a hundred thousand times %j takes moments',
  (piece) => {
    // No clock: anything worse than linear takes minutes here and runs into the test's own limit.
    expect(Array.isArray(findFirstHandClaims(piece.repeat(100_000)))).toBe(true);
  },
);
