/** What the portal serves: the catalog of all operations, and one entry for each of them. */

export interface Row {
  id: string;
  method: string;
  path: string;
  summary: string;
  takes: 'file' | 'files' | 'json' | 'query' | 'nothing';
  gives: 'file' | 'json' | 'events' | 'json or events' | 'nothing';
  accepts?: string[];
}

export interface Catalog {
  version: string;
  away: string[];
  services: { name: string; description: string }[];
  operations: Row[];
}

export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  description?: string;
  title?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  additionalProperties?: Schema | boolean;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  maxLength?: number;
  writeOnly?: boolean;
  'x-unit'?: string;
  'x-group'?: string;
  'x-common'?: boolean;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
}

export interface Entry extends Row {
  service: string;
  description: string;
  accepts: string[];
  files: { name: string; several: boolean }[];
  parameters: Parameter[];
  schema: Schema | null;
  example: Record<string, unknown> | null;
  form: boolean;
  result: Schema | null;
  errors: { status: number; code: string; message: string }[];
  schemas: Record<string, Schema>;
  'x-cost'?: number;
  'x-deadline-seconds'?: number;
  'x-cacheable'?: boolean;
  'x-example-needs'?: string;
}

export type Values = Record<string, unknown>;

/** A file as input: here in the browser, at an address, or kept by the files service. */
export type Input =
  | { kind: 'local'; file: File }
  | { kind: 'url'; url: string }
  | { kind: 'kept'; id: string; name: string; bytes?: number };

export interface ErrorBody {
  code: string;
  message: string;
  details: { field: string; message: string }[];
  requestId: string;
  retryable: boolean;
}

export interface ServerEvent {
  name: string;
  data: unknown;
}

export interface Result {
  status: number;
  milliseconds: number;
  requestId: string;
  cache: string | null;
  kind: 'json' | 'file' | 'events' | 'nothing' | 'error';
  json?: unknown;
  blob?: Blob;
  name?: string;
  mediaType?: string;
  report?: unknown;
  events?: ServerEvent[];
  error?: ErrorBody;
  retryAt?: number;
}

export interface Run {
  id: number;
  operation: string;
  at: number;
  values: Values;
  files: string[];
  result: Result;
}
