/** The prompt templates of `prompts/`, as text. */
export interface PromptTemplates {
  /** Shared by all personas of a tool: rules and dossier. */
  panel: string;
  /** The persona, after the cache breakpoint. */
  persona: string;
  /** What is asked of a lead. */
  opinion: string;
  /** What is asked of another juror. */
  ballot: string;
  /** The correction round. */
  repair: string;
}
