/**
 * What is let go after a while, to keep the database from growing for ever. Never a review, a decision, a quote, a score
 * or a cost, and never a text something that is kept was made from.
 */
export interface Retention {
  /** Empties the raw texts of settled replies received before a moment; usage, cost and what was made of them stay. Returns how many. */
  forgetReplies(before: string): Promise<number>;
  /**
   * Lets go of what was read of a tool before a moment, except the newest reading of each tool and whatever a review
   * answers; of dossiers that were only made of it, and of texts nothing holds any more. Returns how many readings.
   */
  forgetReadings(before: string): Promise<number>;
}
