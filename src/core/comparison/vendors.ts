import { oncePer } from '../once-per.ts';

interface Vendor {
  families: readonly string[];
  makers: readonly string[];
}

/**
 * Who trains the models of a family, under the names their products are made by. Families are named as in ModelName:
 * the owner on Hugging Face, `anthropic` for Claude, or the bare name of an endpoint’s model.
 * GitHub belongs to Microsoft. Companies that only host models are not here.
 */
const vendors: readonly Vendor[] = [
  { families: ['anthropic', 'claude'], makers: ['Anthropic'] },
  { families: ['openai', 'openai-community', 'gpt', 'gpt-oss'], makers: ['OpenAI'] },
  { families: ['meta-llama', 'facebook', 'llama'], makers: ['Meta', 'Meta AI', 'Meta Platforms', 'Facebook'] },
  {
    families: ['google', 'gemma', 'gemini'],
    makers: ['Google', 'Google DeepMind', 'DeepMind', 'Google Cloud', 'Google Research', 'Alphabet'],
  },
  { families: ['mistralai', 'mistral', 'mixtral', 'devstral', 'codestral'], makers: ['Mistral AI', 'Mistral'] },
  {
    families: ['qwen', 'qwq', 'alibaba-nlp'],
    makers: ['Alibaba', 'Alibaba Cloud', 'Alibaba Group', 'Qwen', 'Qwen Team'],
  },
  { families: ['deepseek-ai', 'deepseek'], makers: ['DeepSeek', 'DeepSeek AI'] },
  { families: ['zai-org', 'thudm', 'glm'], makers: ['Z.ai', 'Zhipu', 'Zhipu AI'] },
  { families: ['moonshotai', 'kimi'], makers: ['Moonshot AI', 'Moonshot'] },
  { families: ['minimaxai', 'minimax'], makers: ['MiniMax'] },
  { families: ['microsoft', 'phi'], makers: ['Microsoft', 'Microsoft Research', 'Microsoft Azure', 'GitHub'] },
  { families: ['nvidia', 'nemotron'], makers: ['NVIDIA'] },
  { families: ['coherelabs', 'cohereforai', 'cohere', 'command'], makers: ['Cohere', 'Cohere Labs'] },
  { families: ['ibm-granite', 'ibm', 'granite'], makers: ['IBM', 'IBM Research'] },
  {
    families: ['amazon', 'nova'],
    makers: ['Amazon', 'Amazon Web Services', 'AWS'],
  },
  { families: ['xai-org', 'xai', 'grok'], makers: ['xAI'] },
  { families: ['apple'], makers: ['Apple'] },
  { families: ['allenai', 'olmo'], makers: ['Allen Institute for AI', 'Ai2', 'AllenAI'] },
  { families: ['huggingfacetb', 'huggingfaceh4', 'smollm'], makers: ['Hugging Face'] },
  { families: ['tencent', 'hunyuan'], makers: ['Tencent'] },
  { families: ['baidu', 'ernie'], makers: ['Baidu'] },
];

/** Whether the vendor of a model family makes a product of this maker; `maker` is as the facts say, one or several names. */
export function makesTool(family: string, maker: string | null): boolean {
  if (maker === null) return false;
  const vendor = vendorOf(family);
  // A family that is not in the list is its own vendor: `acme/coder` is Acme’s.
  const names = vendor === undefined ? new Set([plain(family)]) : plainMakers(vendor);
  return [maker, ...maker.split(/[,;/&+()]|\b(?:and|with|by)\b/i)].some((name) => names.has(plain(name)));
}

const plainMakers = oncePer(({ makers }: Vendor): ReadonlySet<string> => new Set(makers.map(plain)));

function vendorOf(family: string): Vendor | undefined {
  const name = family.toLowerCase();
  // an endpoint’s model carries its version: llama3.2, command-r, gpt-oss-120b
  const firstWord = name.replace(/[-_.:\d].*$/, '');
  return (
    vendors.find(({ families }) => families.includes(name)) ??
    vendors.find(({ families }) => families.includes(firstWord))
  );
}

const legalForm = /(?: (?:incorporated|inc|pbc|llc|ltd|limited|gmbh|ag|sa|sas|plc|bv|co|corp|corporation|company))+$/;

/** One spelling of a name: small letters and digits, without the legal form and the ending of a web address. */
function plain(name: string): string {
  const words = name
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/\.(?:com|org|net)$/, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return words.replace(legalForm, '').replaceAll(' ', '');
}
