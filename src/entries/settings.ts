/** One setting of the environment or `.env`. */
interface Setting {
  name: string;
  /** What it does, for `.env.example` and the README. */
  what: string;
  /** What it is when it is not set. */
  otherwise: string;
  /** Its value is never shown: all but names of models and limits. An address can hold a password, a path a name. */
  secret: boolean;
}

/** Every setting the program reads. `.env.example` and the README’s table are made from this list. */
export const settingsTable = [
  {
    name: 'ANTHROPIC_API_KEY',
    what: 'Key for Claude. With it Claude leads every seat.',
    otherwise: 'Claude is not used',
    secret: true,
  },
  {
    name: 'ANTHROPIC_BASE_URL',
    what: 'Root of the Claude API, for gateways and tests; without /v1.',
    otherwise: 'the public API',
    secret: true,
  },
  {
    name: 'HF_TOKEN',
    what: 'Token for Hugging Face Inference Providers: the second family’s ballots, or the lead where there is no Claude key.',
    otherwise: 'Hugging Face is not used',
    secret: true,
  },
  { name: 'HF_BILL_TO', what: 'Hugging Face organisation to bill.', otherwise: 'the token’s owner', secret: true },
  {
    name: 'HF_ROUTER_URL',
    what: 'Root of the Hugging Face router, for gateways and tests; chat completions and model metadata both go there.',
    otherwise: 'the public router',
    secret: true,
  },
  {
    name: 'MODEL_ENDPOINT_URL',
    what: 'An OpenAI-compatible server (Ollama, llama.cpp, vLLM, LiteLLM), for example http://127.0.0.1:11434/v1; used by endpoint:<model>.',
    otherwise: 'no endpoint',
    secret: true,
  },
  {
    name: 'MODEL_ENDPOINT_KEY',
    what: 'Key for that server, when it wants one.',
    otherwise: 'none is sent',
    secret: true,
  },
  {
    name: 'SHIP_OR_SKIP_DATABASE',
    what: 'File where everything is remembered.',
    otherwise: 'ship-or-skip.sqlite in the working folder',
    secret: true,
  },
  {
    name: 'SHIP_OR_SKIP_LEAD',
    what: 'The model that writes the reviews.',
    otherwise: 'claude:claude-sonnet-5-5, or the Hugging Face default where only HF_TOKEN is set',
    secret: false,
  },
  {
    name: 'SHIP_OR_SKIP_BALLOTS',
    what: 'Models that are asked for ballots, separated by commas; or none.',
    otherwise: 'hugging-face:openai/gpt-oss-120b:cheapest where Claude leads and HF_TOKEN is set',
    secret: false,
  },
  {
    name: 'SHIP_OR_SKIP_ALLOW_HOSTS',
    what: 'Hosts sources may be fetched from although their addresses are private, with their ports, separated by commas, for example: 127.0.0.1:8080, wiki.corp:443.',
    otherwise: 'public addresses only',
    secret: true,
  },
  {
    name: 'SHIP_OR_SKIP_LIMITS',
    what: 'Limits to keep below those the services tell, for example: claude requests=600 output-tokens=80000, endpoint concurrency=4. Per minute but for concurrency.',
    otherwise: 'the services’ own limits; 32 calls at once, 2 at an endpoint',
    secret: false,
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof settingsTable)[number]['name'];

/** The settings that are set. A blank value is not set. */
export type Settings = Partial<Record<SettingName, string>>;

/** Picks our settings from an environment. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const set = settingsTable.map(({ name }) => [name, environment[name]?.trim()] as const).filter(([, value]) => value);
  return Object.fromEntries(set);
}

/** The text of `.env.example`. */
export function renderEnvExample(): string {
  const entries = settingsTable.map(({ name, what, otherwise }) => `# ${what}\n# Not set: ${otherwise}.\n# ${name}=\n`);
  return `# Copy to .env and remove the # before what you set. Nothing here is needed for the first run.\n\n${entries.join('\n')}`;
}

/** The settings as a Markdown table, for the README. */
export function renderSettingsTable(): string {
  const rows = settingsTable.map(({ name, what, otherwise }) => `| \`${name}\` | ${what} | ${otherwise} |`);
  return ['| setting | what it does | when it is not set |', '|---|---|---|', ...rows].join('\n');
}
