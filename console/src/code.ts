/** The present call in the languages of those who will make it. The key is always a variable. */
import { describe, type Inputs } from './request';
import type { Entry, Values } from './types';

export const LANGUAGES = ['curl', 'Python', 'TypeScript', 'n8n', 'MCP'] as const;
export type Language = (typeof LANGUAGES)[number];
const LONG = 2000;

export function codeOf(language: Language, entry: Entry, values: Values, inputs: Inputs): string {
  return MAKERS[language](entry, values, inputs);
}

const MAKERS: Record<Language, (entry: Entry, values: Values, inputs: Inputs) => string> = {
  curl,
  Python: python,
  TypeScript: typescript,
  n8n,
  MCP: mcp,
};

const quoted = (text: string): string => `'${text.replace(/'/g, `'\\''`)}'`;
const outputName = (entry: Entry): string => (entry.gives === 'file' ? 'result' : '');

function json(value: unknown, indent = 0): string {
  const short = JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' && one.length > LONG ? `${one.slice(0, 40)}…` : one), 2);
  const compact = short.replace(/\[\s+((?:-?[\d.eE+-]+|"[^"\n]{0,40}"|true|false|null)(?:,\s+(?:-?[\d.eE+-]+|"[^"\n]{0,40}"|true|false|null))*)\s+\]/g, (_, inner: string) => `[${inner.replace(/\s+/g, ' ')}]`);
  return compact.replace(/\n/g, `\n${' '.repeat(indent)}`);
}

function curl(entry: Entry, values: Values, inputs: Inputs): string {
  const call = describe(entry, values, inputs);
  const lines = [`curl -H "X-API-Key: $FLOWFORGE_KEY"`];
  if (call.method !== (call.json || call.uploads ? 'POST' : 'GET')) lines.push(`-X ${call.method}`);
  if (call.streams) lines.push(`-N -H 'Accept: text/event-stream'`);
  for (const [name, value] of Object.entries(call.headers)) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  for (const [name, file] of call.uploads ?? []) lines.push(`-F ${quoted(`${name}=@${file.name}`)}`);
  for (const [name, value] of call.fields ?? []) lines.push(`-F ${quoted(`${name}=${value}`)}`);
  if (call.json) lines.push(`-H 'Content-Type: application/json' -d ${quoted(json(call.json))}`);
  if (outputName(entry)) lines.push('-OJ');
  lines.push(quoted(`${location.origin}${call.address}`));
  return lines.join(' \\\n  ');
}

function python(entry: Entry, values: Values, inputs: Inputs): string {
  const call = describe(entry, values, inputs);
  const more = Object.entries(call.headers).map(([name, value]) => `, ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const options = [`headers={"X-API-Key": os.environ["FLOWFORGE_KEY"]${more.join('')}}`, 'timeout=60'];
  if (call.uploads) options.push(`files=[${call.uploads.map(([name, file]) => `("${name}", open("${file.name}", "rb"))`).join(', ')}]`);
  if (call.fields?.length) options.push(`data=${pythonic(Object.fromEntries(call.fields), 4)}`);
  if (call.json) options.push(`json=${pythonic(call.json, 4)}`);
  const rest = entry.gives === 'file' ? ['from pathlib import Path', '', 'Path("result").write_bytes(answer.content)'] : ['', 'print(answer.json())'];
  const imports = ['import os', ...(entry.gives === 'file' ? [rest.shift()!] : []), '', 'import httpx', ''];
  return [...imports, `answer = httpx.${call.method.toLowerCase()}(`, `    "${location.origin}${call.address}",`, ...options.map((one) => `    ${one},`), ')', 'answer.raise_for_status()', ...rest.filter(Boolean)].join('\n');
}

const pythonic = (value: unknown, indent: number): string =>
  json(value, indent).replace(/(?<=[:[,]\s*|^\s*)(true|false|null)(?=[,\s\]}]|$)/g, (word) => ({ true: 'True', false: 'False', null: 'None' })[word] ?? word);

function typescript(entry: Entry, values: Values, inputs: Inputs): string {
  const call = describe(entry, values, inputs);
  const lines: string[] = [];
  if (call.uploads) {
    lines.push('const form = new FormData();');
    for (const [name, file] of call.uploads) lines.push(`form.append("${name}", file, "${file.name}");`);
    for (const [name, value] of call.fields ?? []) lines.push(`form.append("${name}", ${JSON.stringify(value)});`);
    lines.push('');
  }
  lines.push(`const answer = await fetch("${location.origin}${call.address}", {`, `  method: "${call.method}",`);
  const more = Object.entries(call.headers).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const headers = ['"X-API-Key": process.env.FLOWFORGE_KEY!', ...more, ...(call.json ? ['"Content-Type": "application/json"'] : [])];
  lines.push(`  headers: { ${headers.join(', ')} },`);
  if (call.uploads) lines.push('  body: form,');
  if (call.json) lines.push(`  body: JSON.stringify(${json(call.json, 2)}),`);
  lines.push('});', 'if (!answer.ok) throw new Error((await answer.json()).error.message);');
  lines.push(`const result = await answer.${entry.gives === 'file' ? 'blob' : 'json'}();`);
  return lines.join('\n');
}

/** A node for the canvas of n8n: copied, then pasted there. */
function n8n(entry: Entry, values: Values, inputs: Inputs): string {
  const call = describe(entry, values, inputs);
  const parameters: Values = {
    method: call.method,
    url: `${location.origin}${call.address}`,
    authentication: 'genericCredentialType',
    genericAuthType: 'httpHeaderAuth',
  };
  if (call.uploads) {
    const uploads = call.uploads.map(([name]) => ({ parameterType: 'formBinaryData', name, inputDataFieldName: 'data' }));
    const fields = (call.fields ?? []).map(([name, value]) => ({ name, value }));
    Object.assign(parameters, { sendBody: true, contentType: 'multipart-form-data', bodyParameters: { parameters: [...uploads, ...fields] } });
  } else if (call.json) {
    Object.assign(parameters, { sendBody: true, specifyBody: 'json', jsonBody: json(call.json) });
  }
  if (entry.gives === 'file') parameters['options'] = { response: { response: { responseFormat: 'file' } } };
  const node = { parameters, type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, position: [0, 0], name: `FlowForge ${entry.id}` };
  return JSON.stringify({ nodes: [node], connections: {} }, null, 2);
}

function mcp(entry: Entry, values: Values, inputs: Inputs): string {
  const parameters: Values = { ...values };
  for (const [name, list] of Object.entries(inputs)) {
    const references = list.map((one) => (one.kind === 'url' ? { url: one.url } : { file_id: one.kind === 'kept' ? one.id : `id of ${one.file.name}` }));
    if (references.length) parameters[name] = references.length > 1 ? references : references[0];
  }
  return json({ tool: 'call_operation', arguments: { operation: entry.id, input: parameters } });
}
