import { z } from 'zod';

const name = z.string().min(1);

/** A file of `examples/recorded/`: one reply of a language model, word for word, and the prompt it answered. */
export const Recording = z.strictObject({
  /** Key of the prompt, as `prompt` prints it. */
  promptKey: name,
  seat: z.strictObject({ tool: name, persona: name }),
  purpose: z.enum(['opinion', 'repair', 'ballot', 'duel', 'answer']),
  /** The dossier the prompt quoted. */
  dossierKey: name,
  /** As claimed by who supplied it. */
  model: name,
  /** Who trained the model, as claimed. */
  family: name,
  suppliedBy: name,
  suppliedOn: z.iso.date(),
  /** The whole reply. */
  text: name,
});

export type Recording = z.infer<typeof Recording>;
