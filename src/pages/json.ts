/** JSON as files and standard output hold it: two spaces, members in the order of the value, a newline at the end. */
export function renderJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
