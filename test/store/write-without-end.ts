import { openSqliteStore } from '../../src/store/sqlite.ts';
import { at, sampleDossier, samplePrompt, sampleReply, sampleReview } from '../contracts/store-samples.ts';

/** Keeps replies and their reviews for a seat until it is killed, and says so after each: `reply 1`, `review 1`, ... */
const [file = '', persona = ''] = process.argv.slice(2);
const seat = { tool: 'clock', persona };
const store = await openSqliteStore(file);
const dossier = await store.keepDossier(sampleDossier('clock'), '2026-11-23');

for (let attempt = 1, over: number | null = null; ; attempt += 1) {
  const { callId } = await store.calls.keep(samplePrompt({ key: persona, attempt, seat }), sampleReply());
  console.log(`reply ${attempt}`);
  const review = sampleReview(dossier, `attempt ${attempt}`, { persona, note: String(attempt) });
  const settles = callId === null ? [] : [callId];
  const kept = await store.keepReview({ review, stand: true, over, by: 'ship-or-skip', why: 'newer', settles, at });
  over = kept.review.id;
  console.log(`review ${attempt}`);
  await new Promise(setImmediate);
}
