import { type Declaration, type Declared, readDeclarations, splitOutside, withoutEscapes } from './declarations.ts';
import type { PageElement } from './page-nodes.ts';
import type { StyleRule } from './style-sheet.ts';

/** Tells what the page’s own style sheets and an element’s style attribute say of it together. */
export type Cascade = (element: PageElement) => Declared;

/** A rule under the name its last part must bear: only elements that bear it are held against the rule. */
interface FiledRule extends StyleRule {
  order: number;
  /** The name is the whole selector: bearing it is enough. */
  isName: boolean;
}

/** What depends on what a person does, or is no element, is not there when a page opens. */
const passing =
  /::|:(?:hover|focus|focus-within|focus-visible|active|visited|target|checked|open|before|after|placeholder-shown|autofill|modal|popover-open|fullscreen|first-line|first-letter|where\(\s*\)|is\(\s*\))/i;

/** Selectors that are held against elements one by one; the time of a page goes there. */
const mostTrials = 50_000;

/** Files the rules so that each element meets few of them. */
export function cascadeOf(rules: readonly StyleRule[]): Cascade {
  const filed = new Map<string, FiledRule[]>();
  for (const [order, rule] of rules.entries()) {
    if (passing.test(rule.selector)) continue;
    const name = lastName(rule.selector);
    const isName = withoutEscapes(rule.selector) === name;
    filed.set(name, [...(filed.get(name) ?? []), { ...rule, order, isName }]);
  }
  let trials = 0;
  const applies = ({ selector, isName }: FiledRule, element: PageElement): boolean => {
    if (isName) return true;
    trials += 1;
    return trials <= mostTrials && matches(element, selector);
  };
  return (element) => {
    const inline = readDeclarations(element.getAttribute('style') ?? '');
    const meeting = namesOf(element).flatMap((name) => filed.get(name) ?? []);
    if (meeting.length === 0 && inline.length === 0) return nothing;
    const holding = meeting
      .filter((rule) => applies(rule, element))
      .sort((a, b) => a.specificity - b.specificity || a.order - b.order);
    return merge([...holding.flatMap(({ declarations }) => declarations), ...inline]);
  };
}

const nothing: Declared = new Map();

/** Important declarations overrule all others; among equals the last one counts. */
function merge(declarations: readonly Declaration[]): Declared {
  const inOrder = [
    ...declarations.filter(({ isImportant }) => !isImportant),
    ...declarations.filter(({ isImportant }) => isImportant),
  ];
  return new Map(inOrder.map(({ property, value }) => [property, value]));
}

/** `*` or the id, class or element name the last part of a selector asks for. */
function lastName(selector: string): string {
  const last = splitOutside(selector.replaceAll(/\s*[>+~]\s*|\s+(?![^([]*[)\]])/g, ','), ',').at(-1) ?? '';
  const simple = last.split(/(?<!\\)[:[]/)[0] ?? '';
  const named = /[#.](?:[\w-]|[^\0-\x7f]|\\.)+/.exec(simple)?.[0] ?? /^[a-z][\w-]*/i.exec(simple)?.[0].toLowerCase();
  return named === undefined ? '*' : withoutEscapes(named);
}

function namesOf(element: PageElement): string[] {
  const id = element.getAttribute('id');
  const classes = (element.getAttribute('class') ?? '').split(/\s+/).filter((name) => name !== '');
  return ['*', element.localName, ...(id ? [`#${id}`] : []), ...new Set(classes.map((name) => `.${name}`))];
}

function matches(element: PageElement, selector: string): boolean {
  try {
    return element.matches(selector);
  } catch {
    // no selector, or one that is not known here: a browser leaves the first out, and the second cannot be judged
    return false;
  }
}
