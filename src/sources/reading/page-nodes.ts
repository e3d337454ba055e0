/** The parts of the document model that reading a page needs; whoever parses the page provides them. */
export interface PageNode {
  readonly nodeType: number;
  readonly parentNode: PageElement | null;
  readonly nextSibling: PageNode | null;
  readonly firstChild: PageNode | null;
  textContent: string | null;
  remove(): void;
}

export interface PageElement extends PageNode {
  readonly localName: string;
  readonly parentElement: PageElement | null;
  getAttribute(name: string): string | null;
  getAttributeNames(): string[];
  hasAttribute(name: string): boolean;
  setAttribute(name: string, value: string): void;
  matches(selector: string): boolean;
  closest(selector: string): PageElement | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  insertBefore(node: PageNode, before: PageNode | null): void;
}

const elementType = 1;
const textType = 3;

export function isElement(node: PageNode): node is PageElement {
  return node.nodeType === elementType;
}

export function isText(node: PageNode): boolean {
  return node.nodeType === textType;
}

/** The children as they are now: what happens to them later does not disturb the list. */
export function childrenOf(node: PageNode): PageNode[] {
  const children: PageNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}
