/** The parts of a JSON Schema that an answer’s schema uses. */
interface AnswerSchema {
  type?: string | readonly string[];
  description?: string;
  enum?: readonly unknown[];
  items?: AnswerSchema;
  properties?: Readonly<Record<string, AnswerSchema>>;
}

/** An answer’s schema in words: one line for each member, indented below the one that holds it. */
export function schemaInWords(schema: AnswerSchema, indent = ''): string {
  const members = Object.entries(schema.properties ?? schema.items?.properties ?? {});
  return members
    .map(([name, member]) => {
      const told = [kindOf(member), member.description].filter((part) => part !== undefined).join(': ');
      const below = schemaInWords(member, `${indent}  `);
      return `${indent}- ${name}, ${told}${below === '' ? '' : `\n${below}`}`;
    })
    .join('\n');
}

function kindOf({ type, enum: choices, items }: AnswerSchema): string {
  if (choices !== undefined) return `one of ${choices.join(', ')}`;
  if (items !== undefined) return items.properties === undefined ? 'a list of texts' : 'a list of objects';
  const names: Readonly<Record<string, string>> = {
    string: 'a text',
    number: 'a number',
    boolean: 'true or false',
    object: 'an object',
    null: 'null',
  };
  return [type ?? 'object']
    .flat()
    .map((one) => names[one] ?? one)
    .join(' or ');
}
