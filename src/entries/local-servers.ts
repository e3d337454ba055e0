/** A server that speaks the OpenAI way, and the port it listens on when nothing else is said. */
export interface UsualPort {
  server: string;
  port: number;
}

const usualPorts: readonly UsualPort[] = [
  { server: 'Ollama', port: 11434 },
  { server: 'LM Studio', port: 1234 },
  { server: 'llama.cpp', port: 8080 },
  { server: 'vLLM', port: 8000 },
  { server: 'LiteLLM', port: 4000 },
];

/** A local model server that answers. */
export interface LocalServer {
  server: string;
  url: string;
  /** The first model it lists. */
  model: string;
}

/** How long a local server may take to list its models, in milliseconds. */
const patience = 500;

/** Looks for model servers on this machine’s usual ports. Never fails: a port that does not answer is not a server. */
export async function findLocalServers(ports: readonly UsualPort[] = usualPorts): Promise<LocalServer[]> {
  const found = await Promise.all(ports.map(({ server, port }) => probe(server, `http://127.0.0.1:${port}/v1`)));
  return found.filter((server) => server !== null);
}

async function probe(server: string, url: string): Promise<LocalServer | null> {
  try {
    const response = await fetch(`${url}/models`, { signal: AbortSignal.timeout(patience), redirect: 'error' });
    const body: unknown = await response.json();
    const model = firstModel(body);
    return response.ok && model !== null ? { server, url, model } : null;
  } catch {
    return null;
  }
}

function firstModel(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('data' in body) || !Array.isArray(body.data)) return null;
  const first: unknown = body.data[0];
  return typeof first === 'object' && first !== null && 'id' in first && typeof first.id === 'string' ? first.id : null;
}
