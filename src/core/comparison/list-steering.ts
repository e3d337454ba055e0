import type { Dossier } from '../facts/dossier.ts';
import { oncePer } from '../once-per.ts';
import { findSteering } from '../steering/steering.ts';
import type { SteeringRecord } from './comparison.ts';

/** Most characters of a passage that a document repeats: enough to find it, too little to pass it on. */
const longestPassage = 300;

/** Every attempt of a dossier to steer its reviewers: in the sources and their titles by source id, in what stands above them as `facts`. */
export const listSteering = oncePer(({ tool, sources }: Pick<Dossier, 'tool' | 'sources'>): SteeringRecord[] => {
  const { name, maker, jobs, tagline, category, pricing, licence, description, aliases } = tool;
  const facts = [name, maker, ...jobs, tagline, category, pricing.text, licence, description, ...aliases];
  return [
    ...facts.flatMap((fact) => record('facts', fact ?? '')),
    ...sources.flatMap(({ id, title, text }) => [...record(id, title), ...record(id, text)]),
  ];
});

function record(source: string, text: string): SteeringRecord[] {
  return findSteering(text).map(({ passage, why }) => ({ source, passage: cut(passage), why }));
}

function cut(passage: string): string {
  const line = passage.replaceAll(/\s+/g, ' ').trim();
  return line.length <= longestPassage ? line : `${line.slice(0, longestPassage - 1).toWellFormed()}…`;
}
