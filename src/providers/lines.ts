/** The lines of a body as it arrives, without empty ones. @param alive called with each piece. */
export async function* linesOf({ body }: Pick<Response, 'body'>, alive: () => void): AsyncGenerator<string> {
  if (body === null) return;
  const decoder = new TextDecoder();
  let begun = '';
  for await (const piece of body) {
    alive();
    const [first = '', ...rest] = decoder.decode(piece, { stream: true }).split('\n');
    begun += first;
    for (const next of rest) {
      if (begun.trim() !== '') yield begun;
      begun = next;
    }
  }
  if (begun.trim() !== '') yield begun;
}
