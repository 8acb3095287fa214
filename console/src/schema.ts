/** Reading the schemas of an entry: references, optional values, the shapes of fields. */
import type { Entry, Schema } from './types';

export type Schemas = Record<string, Schema>;

/** What a schema says after its references; a description beside a reference wins. */
export function resolve(schema: Schema, schemas: Schemas): Schema {
  let found = schema;
  while (found.$ref) {
    const { $ref, ...own } = found;
    found = { ...schemas[$ref.slice($ref.lastIndexOf('/') + 1)], ...own };
  }
  return found;
}

/** The schema of a value that is given: `T | null` is an optional T. */
export function present(schema: Schema, schemas: Schemas): Schema {
  const found = resolve(schema, schemas);
  const choices = found.anyOf ?? found.oneOf;
  if (!choices) return found;
  const { anyOf: _any, oneOf: _one, ...own } = found;
  const rest = choices.map((one) => resolve(one, schemas)).filter((one) => one.type !== 'null');
  const [only] = rest;
  return rest.length === 1 && only ? present({ ...only, ...own }, schemas) : { ...own, oneOf: rest };
}

export const isFile = (schema: Schema): boolean =>
  schema.type === 'object' && !!schema.properties?.['base64'] && !!schema.properties['file_id'];

export const isSecret = (schema: Schema): boolean => !!schema.writeOnly || schema.format === 'password';

/** The fields of an operation: of its path and query, then of its body. */
export function fieldsOf(entry: Entry): { properties: Record<string, Schema>; required: string[] } {
  const properties: Record<string, Schema> = {};
  const required: string[] = [];
  for (const one of entry.parameters) {
    if (one.name === 'output' && one.in === 'query') continue; // the console asks for what it can show
    if (one.name === 'X-Job-Ticket') continue; // between services
    properties[one.name] = { ...one.schema, ...(one.description ? { description: one.description } : {}) };
    if (one.required) required.push(one.name);
  }
  const body = entry.schema ? resolve(entry.schema, entry.schemas) : {};
  const files = new Set(entry.files.map((file) => file.name));
  for (const [name, schema] of Object.entries(body.properties ?? {})) {
    if (!files.has(name)) properties[name] = schema;
  }
  return { properties, required: [...required, ...(body.required ?? []).filter((name) => !files.has(name))] };
}

/** Values without the secrets among them, for history and links. */
export function withoutSecrets(values: Record<string, unknown>, entry: Entry): Record<string, unknown> {
  const { properties } = fieldsOf(entry);
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const schema = properties[name];
      return !schema || !holdsSecret(schema, entry.schemas, 0);
    }),
  );
}

function holdsSecret(schema: Schema, schemas: Schemas, depth: number): boolean {
  if (depth > 5) return false;
  const found = present(schema, schemas);
  if (isSecret(found)) return true;
  const inside = [...Object.values(found.properties ?? {}), ...(found.oneOf ?? []), ...(found.items ? [found.items] : [])];
  return inside.some((one) => holdsSecret(one, schemas, depth + 1));
}

/** Values with a placeholder such as `<password>` for each secret among them, for code that is copied. */
export function withPlaceholders(values: Record<string, unknown>, entry: Entry): Record<string, unknown> {
  const { properties } = fieldsOf(entry);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, properties[name] ? masked(value, properties[name], entry.schemas, name) : value]));
}

function masked(value: unknown, schema: Schema, schemas: Schemas, name: string): unknown {
  const found = present(schema, schemas);
  const forms = [found, ...(found.oneOf ?? []).map((one) => present(one, schemas))];
  if (forms.some(isSecret) && (typeof value !== 'object' || isSecret(found))) return `<${name}>`;
  const of = (key: string): Schema | undefined => forms.map((one) => one.properties?.[key]).find((one) => one !== undefined);
  const items = forms.map((one) => one.items).find((one) => one !== undefined);
  if (Array.isArray(value)) return items ? value.map((one) => masked(one, items, schemas, name)) : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, of(key) ? masked(one, of(key)!, schemas, key) : one]));
}

/** A title for one of several forms of a value. */
export function titleOf(schema: Schema, at: number): string {
  for (const name of ['kind', 'type', 'operation', 'distribution', 'op', 'format']) {
    const fixed = schema.properties?.[name];
    if (fixed?.const !== undefined) return String(fixed.const);
    if (fixed?.enum?.length === 1) return String(fixed.enum[0]);
  }
  if (schema.const !== undefined) return String(schema.const);
  return (schema.title ?? schema.type ?? `form ${at + 1}`).replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
