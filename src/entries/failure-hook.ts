import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** How long a hook may take, in milliseconds. */
const patience = 30_000;

/**
 * Tells somebody that a night did not end well: an address gets the news as a JSON POST, anything else is run as a shell
 * command and reads it on its standard input. The command is the user’s own setting; nothing untrusted gets into it.
 * @returns why the hook itself failed; null when it worked
 */
export async function callFailureHook(hook: string, news: object, signal: AbortSignal): Promise<string | null> {
  const ending = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  const body = `${JSON.stringify(news)}\n`;
  try {
    return /^https?:\/\//i.test(hook) ? await post(hook, body, ending) : await run(hook, body, ending);
  } catch (error) {
    if (signal.aborted) return 'the run was ended';
    if (ending.aborted) return `it took longer than ${patience / 1000} seconds`;
    return error instanceof Error ? error.message : String(error);
  }
}

async function post(address: string, body: string, signal: AbortSignal): Promise<string | null> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(address, { method: 'POST', headers, body, signal });
  await response.body?.cancel();
  return response.ok ? null : `it answered with status ${response.status}`;
}

async function run(command: string, body: string, signal: AbortSignal): Promise<string | null> {
  const child = spawn(command, { shell: true, stdio: ['pipe', 'ignore', 'ignore'], signal });
  // A command that does not read what it is told has not failed.
  child.stdin.on('error', () => {});
  child.stdin.end(body);
  const [code, killedBy] = (await once(child, 'close')) as [number | null, string | null];
  return code === 0 ? null : `it ended with ${code === null ? killedBy : `status ${code}`}`;
}
