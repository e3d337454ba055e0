/** The page templates, by file name without extension, as text. */
export type PageTemplates = Record<string, string>;
