/** A form from a JSON Schema: the shapes that FlowForge's own schemas have. Only what was changed is a value. */
import type { ComponentChildren, JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Icon } from './icons';
import { Prose } from './prose';
import { isFile, isSecret, present, titleOf, type Schemas } from './schema';
import type { Schema, Values } from './types';

export type Errors = Record<string, string>;
type Change = (value: unknown) => void;

interface Ways {
  schemas: Schemas;
  errors: Errors;
}

interface FieldProps extends Ways {
  name: string;
  schema: Schema;
  value: unknown;
  required?: boolean;
  path: string;
  depth: number;
  change: Change;
}

const FIRST = 6;
const DEEPEST_OPEN = 1;
const shown = (value: unknown): string => (value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, typeof value === 'object' && JSON.stringify(value).length > 40 ? 2 : 0));

export interface FieldsProps extends Ways {
  properties: Record<string, Schema>;
  required: string[];
  values: Values;
  /** Names of the fields to show first: those of the example. */
  first?: string[];
  path?: string;
  depth?: number;
  change: (values: Values) => void;
}

/** All fields of an object: the common ones first, the others in groups that are built when they are opened. */
export function Fields({ properties, required, values, first = [], path = '', depth = 0, change, ...ways }: FieldsProps) {
  const rank = (name: string): number => (required.includes(name) ? 0 : first.includes(name) ? 1 : 2);
  const all = Object.entries(properties).sort(([a], [b]) => rank(a) - rank(b));
  const marked = all.some(([, schema]) => schema['x-common']);
  const isCommon = ([name, schema]: [string, Schema], at: number): boolean =>
    rank(name) < 2 || name in values || (marked ? !!schema['x-common'] : at < FIRST || all.length <= FIRST + 2);
  const [open] = useState(() => new Set(all.filter(isCommon).map(([name]) => name)));
  const common = all.filter(([name]) => open.has(name));
  const groups = new Map<string, [string, Schema][]>();
  for (const one of all) {
    if (open.has(one[0])) continue;
    const group = one[1]['x-group'] ?? 'More options';
    groups.set(group, [...(groups.get(group) ?? []), one]);
  }
  const field = ([name, schema]: [string, Schema]) => (
    <Field
      key={name}
      name={name}
      schema={schema}
      value={values[name]}
      required={required.includes(name)}
      path={path ? `${path}.${name}` : name}
      depth={depth}
      change={(value) => change(withValue(values, name, value))}
      {...ways}
    />
  );
  return (
    <>
      {common.map(field)}
      {[...groups].map(([group, list]) => (
        <Later key={group} title={group} hint={hintOf(list)} isOpen={list.some(([name]) => ways.errors[path ? `${path}.${name}` : name])}>
          {() => list.map(field)}
        </Later>
      ))}
    </>
  );
}

function withValue(values: Values, name: string, value: unknown): Values {
  const { [name]: _before, ...rest } = values;
  return value === undefined ? rest : { ...values, [name]: value };
}

const hintOf = (list: [string, Schema][]): string =>
  list.slice(0, 3).map(([name]) => name).join(', ') + (list.length > 3 ? ` +${list.length - 3}` : '');

interface LaterProps {
  title: string;
  hint: string;
  isOpen: boolean;
  children: () => ComponentChildren;
}

function Later({ title, hint, isOpen, children }: LaterProps) {
  const [built, setBuilt] = useState(isOpen);
  return (
    <details class="grp" open={isOpen} onToggle={(event) => setBuilt(built || event.currentTarget.open)}>
      <summary>
        <span>{title}</span>
        <small>{hint}</small>
      </summary>
      {(built || isOpen) && children()}
    </details>
  );
}

function Field({ name, schema, value, required = false, path, depth, change, ...ways }: FieldProps) {
  const id = useId();
  const found = present(schema, ways.schemas);
  const error = ways.errors[path];
  const description = schema.description ?? found.description;
  const described = [description && `${id}d`, error && `${id}e`].filter(Boolean).join(' ') || undefined;
  const grouped = !!found.enum && isShort(found);
  const props: ControlProps = { id, name, schema: found, value, path, depth, change, described, isWrong: !!error, ...ways };
  const fix = error ? fixOf(found, value) : undefined;
  return (
    <div class={`f ${error ? 'bad' : ''}`} id={`field-${path}`}>
      {found.type !== 'boolean' && (
        <div class="f-h">
          {grouped ? <span class="lg" id={`${id}l`}>{name}</span> : <label for={id} id={`${id}l`}>{name}</label>}
          {found['x-unit'] && <span class="u">{found['x-unit']}</span>}
          {required && <span class="u">required</span>}
          {value !== undefined && <Reset name={name} change={change} />}
        </div>
      )}
      {found.type === 'boolean' ? (
        <div class="f-h">
          <Control {...props} />
          {value !== undefined && <Reset name={name} change={change} />}
        </div>
      ) : (
        <Control {...props} />
      )}
      {description && <p class="f-d" id={`${id}d`}><Prose text={description} /></p>}
      {error && (
        <p class="msg" id={`${id}e`}>
          <Icon name="alert" />
          <span>
            {error}{' '}
            {fix !== undefined && <button type="button" onClick={() => change(fix)}>Set {String(fix)}</button>}
          </span>
        </p>
      )}
    </div>
  );
}

function Reset({ name, change }: { name: string; change: Change }) {
  return (
    <button type="button" class="set" aria-label={`Reset ${name}`} onClick={() => change(undefined)}>
      reset
    </button>
  );
}

/** The nearest value that the schema allows, where that is clear. */
function fixOf(schema: Schema, value: unknown): number | undefined {
  if (typeof value !== 'number') return undefined;
  if (schema.maximum !== undefined && value > schema.maximum) return schema.maximum;
  if (schema.minimum !== undefined && value < schema.minimum) return schema.minimum;
  return undefined;
}

interface ControlProps extends Ways {
  id: string;
  name: string;
  schema: Schema;
  value: unknown;
  path: string;
  depth: number;
  change: Change;
  described: string | undefined;
  isWrong: boolean;
}

const isShort = (schema: Schema): boolean =>
  (schema.enum?.length ?? 9) <= 6 && schema.enum!.join('').length + 3 * schema.enum!.length <= 46;

function Control(props: ControlProps): JSX.Element {
  const { schema } = props;
  if (isFile(schema)) return <FileText {...props} />;
  if (schema.oneOf) return <Choice {...props} />;
  if (schema.enum) return isShort(schema) ? <Segments {...props} /> : <Select {...props} />;
  if (schema.type === 'boolean') return <Switch {...props} />;
  if (schema.type === 'integer' || schema.type === 'number') return <NumberBox {...props} />;
  if (schema.type === 'array') return <List {...props} />;
  if (schema.type === 'object') return schema.properties ? <Nested {...props} /> : <Pairs {...props} />;
  if (schema.type === undefined && schema.const === undefined) return <Anything {...props} />;
  return <Text {...props} />;
}

const common = ({ id, described, isWrong }: ControlProps) => ({
  id,
  'aria-describedby': described,
  'aria-invalid': isWrong ? ('true' as const) : undefined,
});

function Segments({ id, schema, value, change, described }: ControlProps) {
  const now = value ?? schema.default;
  return (
    <div class="seg" role="radiogroup" aria-labelledby={`${id}l`} aria-describedby={described}>
      {schema.enum!.map((one) => (
        <label key={String(one)}>
          <input type="radio" name={id} checked={one === now} onChange={() => change(one === schema.default ? undefined : one)} />
          {String(one)}
        </label>
      ))}
    </div>
  );
}

function Select(props: ControlProps) {
  const { schema, value, change } = props;
  const now = value ?? schema.default;
  return (
    <select
      class="in"
      {...common(props)}
      value={now === undefined ? '' : String(now)}
      onChange={(event) => {
        const chosen = schema.enum!.find((one) => String(one) === event.currentTarget.value);
        change(chosen === schema.default ? undefined : chosen);
      }}
    >
      {schema.default === undefined && <option value="">automatic</option>}
      {schema.enum!.map((one) => <option key={String(one)} value={String(one)}>{String(one)}</option>)}
    </select>
  );
}

function Switch(props: ControlProps) {
  const { name, schema, value, change } = props;
  const now = (value ?? schema.default) === true;
  return (
    <label class="sw">
      <input type="checkbox" role="switch" {...common(props)} checked={now} onChange={() => change(!now === (schema.default ?? false) ? undefined : !now)} />
      <span>{name}</span>
    </label>
  );
}

function NumberBox(props: ControlProps) {
  const { name, schema, value, change } = props;
  const [low, high] = [schema.minimum ?? schema.exclusiveMinimum, schema.maximum ?? schema.exclusiveMaximum];
  const isWhole = schema.type === 'integer';
  const set = (text: string) => change(text === '' ? undefined : Number(text));
  const box = (
    <input
      type="number"
      class="in"
      {...common(props)}
      step={isWhole ? 1 : 'any'}
      value={shown(value)}
      placeholder={schema.default !== undefined && schema.default !== null ? String(schema.default) : low !== undefined && high !== undefined ? `${low} to ${high}` : 'automatic'}
      onInput={(event) => set(event.currentTarget.value)}
    />
  );
  if (low === undefined || high === undefined || high - low > 1000 || (isWhole && high - low < 2)) return box;
  return (
    <div class="num">
      <input
        type="range"
        class={value === undefined && schema.default === undefined ? 'unset' : ''}
        aria-label={name}
        min={low}
        max={high}
        step={isWhole ? 1 : (high - low) / 100}
        value={Number(value ?? schema.default ?? high)}
        onInput={(event) => set(event.currentTarget.value)}
      />
      {box}
    </div>
  );
}

const isLong = (schema: Schema, name: string): boolean =>
  /text|prompt|expression|content|html|markdown|template|body|query|sql|message|csv|xml|yaml|code|document|certificate|private_key|public_key|schema|key$/.test(name) && !schema.enum && (schema.maxLength ?? 1000) > 100;

function Text(props: ControlProps) {
  const { name, schema, value, change } = props;
  const set = (text: string) => change(text === '' ? undefined : text);
  const hint = schema.default !== undefined && schema.default !== null ? String(schema.default) : undefined;
  if (schema.const !== undefined) return <input class="in" {...common(props)} readOnly value={String(schema.const)} />;
  if (schema.format === 'color') {
    const hex = /^#[0-9a-f]{6}$/i.test(shown(value)) ? shown(value) : '#ffffff';
    return (
      <div class="col">
        <input type="color" aria-label={`${name} picker`} value={hex} onInput={(event) => set(event.currentTarget.value)} />
        <input class="in" {...common(props)} value={shown(value)} placeholder={hint} onInput={(event) => set(event.currentTarget.value)} />
      </div>
    );
  }
  if (isSecret(schema) && !/pem|key$|certificate/.test(name)) {
    return <input class="in" type="password" autocomplete="off" {...common(props)} value={shown(value)} onInput={(event) => set(event.currentTarget.value)} />;
  }
  if (isLong(schema, name)) {
    return <textarea class="in" rows={Math.min(10, Math.max(2, shown(value).split('\n').length))} spellcheck={false} {...common(props)} value={shown(value)} placeholder={hint} onInput={(event) => set(event.currentTarget.value)} />;
  }
  return <input class="in" type="text" autocomplete="off" spellcheck={false} {...common(props)} value={shown(value)} placeholder={hint} onInput={(event) => set(event.currentTarget.value)} />;
}

/** A file within the request, such as one of several layers: its address or id, or a small file as base64. */
function FileText(props: ControlProps) {
  const { value, change } = props;
  const given = (value ?? {}) as Record<string, string>;
  const text = typeof value === 'string' ? value : (given['url'] ?? given['file_id'] ?? (given['base64'] ? `${given['name'] ?? 'file'} (base64)` : ''));
  const choose = async (file: File | undefined) => {
    if (!file) return;
    const address = await new Promise<string>((done) => {
      const reader = new FileReader();
      reader.onload = () => done(String(reader.result));
      reader.readAsDataURL(file);
    });
    change({ base64: address.slice(address.indexOf(',') + 1), name: file.name });
  };
  return (
    <div class="pick">
      <input class="in" {...common(props)} placeholder="URL or file id" value={text} onInput={(event) => change(event.currentTarget.value || undefined)} />
      <label class="btn">
        Choose
        <input class="vh" type="file" aria-label={`Choose a file for ${props.name}`} onChange={(event) => void choose(event.currentTarget.files?.[0])} />
      </label>
    </div>
  );
}

/** A value that the schema leaves open, or an object of which it says nothing: JSON, and text that is no JSON. */
function Anything(props: ControlProps) {
  const { value, change } = props;
  const [text, setText] = useState(() => shown(value));
  const [last, setLast] = useState(value);
  if (value !== last) {
    setLast(value);
    setText(shown(value));
  }
  const set = (typed: string) => {
    setText(typed);
    const next = typed === '' ? undefined : read(typed);
    setLast(next);
    change(next);
  };
  return <textarea class="in mono" rows={Math.min(8, Math.max(2, text.split('\n').length))} spellcheck={false} placeholder="JSON or text" {...common(props)} value={text} onInput={(event) => set(event.currentTarget.value)} />;
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function Choice(props: ControlProps) {
  const { schema, value, depth, schemas } = props;
  const choices = schema.oneOf!.map((one) => present(one, schemas));
  const simple = choices.every((one) => !['object', 'array'].includes(one.type ?? '') || isFile(one));
  const [at, setAt] = useState(() => Math.max(0, choices.findIndex((one) => fits(one, value, schemas))));
  const only = choices.find((one) => one.enum);
  if (simple && choices.some((one) => one.type === 'string' && !one.enum) && choices.every((one) => !isFile(one))) {
    return choices.some((one) => one.type !== 'string') ? <Anything {...props} /> : <Text {...props} schema={{ ...choices[0]!, ...schema }} />;
  }
  if (simple && only && choices.length === 1) return <Control {...props} schema={only} />;
  const chosen = choices[at] ?? choices[0]!;
  return (
    <div class="choice">
      <select class="in" {...common(props)} value={at} onChange={(event) => { setAt(Number(event.currentTarget.value)); props.change(undefined); }}>
        {choices.map((one, index) => <option key={index} value={index}>{titleOf(one, index)}</option>)}
      </select>
      <Control {...props} id={`${props.id}c`} schema={chosen} depth={depth + 1} key={at} />
    </div>
  );
}


function fits(schema: Schema, value: unknown, schemas: Schemas): boolean {
  if (value === undefined) return false;
  if (Array.isArray(value)) return schema.type === 'array';
  if (value === null || typeof value !== 'object') return schema.type === typeof value || (schema.type === 'integer' && typeof value === 'number');
  const given = value as Values;
  return (
    schema.type === 'object' &&
    Object.entries(schema.properties ?? {}).every(([name, raw]) => {
      const one = present(raw, schemas);
      return one.const === undefined || given[name] === one.const;
    })
  );
}

function Nested({ schema, value, path, depth, change, name, ...rest }: ControlProps) {
  const ways = { schemas: rest.schemas, errors: rest.errors };
  const constants: Values = {};
  const properties: Record<string, Schema> = {};
  for (const [key, raw] of Object.entries(schema.properties!)) {
    const one = present(raw, rest.schemas);
    if (one.const !== undefined) constants[key] = one.const;
    else if (one.enum?.length === 1) constants[key] = one.enum[0];
    else properties[key] = raw;
  }
  const given = (typeof value === 'object' && value !== null ? value : {}) as Values;
  const set = (next: Values) => {
    const own = Object.keys(next).filter((key) => !(key in constants));
    change(own.length || (schema.required ?? []).length ? { ...constants, ...next } : undefined);
  };
  const inside = () => <Fields properties={properties} required={schema.required ?? []} values={given} path={path} depth={depth + 1} change={set} {...ways} />;
  if (depth <= DEEPEST_OPEN) return <div class="nest">{inside()}</div>;
  return (
    <Later title={schema.title ?? name} hint={hintOf(Object.entries(properties))} isOpen={value !== undefined}>
      {inside}
    </Later>
  );
}

function List({ id, name, schema, value, path, depth, change, described, ...ways }: ControlProps) {
  const items = present(schema.items ?? {}, ways.schemas);
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  if (isPlain(items)) return <Lines id={id} items={items} list={list} change={change} described={described} />;
  const set = (next: unknown[]) => change(next.length ? next : undefined);
  const move = (at: number, to: number) => {
    const next = [...list];
    next.splice(to, 0, ...next.splice(at, 1));
    set(next);
  };
  return (
    <div class="arr" id={id} role="group" aria-labelledby={`${id}l`} aria-describedby={described}>
      {list.map((one, at) => (
        <div class="item" key={at}>
          <div class="f-h">
            <span class="lg">{at + 1}</span>
            {at > 0 && <button type="button" class="set" onClick={() => move(at, at - 1)}>move up</button>}
            <button type="button" class="set" onClick={() => set(list.filter((_, index) => index !== at))}>remove</button>
          </div>
          <Control id={`${id}-${at}`} name={`${name} ${at + 1}`} schema={items} value={one} path={`${path}.${at}`} depth={depth + 1} described={undefined} change={(next) => set(list.map((other, index) => (index === at ? (next ?? blank(items)) : other)))} {...ways} />
        </div>
      ))}
      <button type="button" class="btn" onClick={() => set([...list, blank(items)])}>Add one</button>
    </div>
  );
}

const isPlain = (schema: Schema): boolean =>
  (['string', 'number', 'integer'].includes(schema.type ?? '') && !schema.enum) || (!!schema.oneOf && schema.oneOf.every(isPlain));
const blank = (schema: Schema): unknown => (schema.type === 'object' ? {} : schema.type === 'array' ? [] : schema.enum ? schema.enum[0] : '');

interface LinesProps {
  id: string;
  items: Schema;
  list: unknown[];
  change: Change;
  described: string | undefined;
}

/** Plain values: one on each line. */
function Lines({ id, items, list, change, described }: LinesProps) {
  const [text, setText] = useState(() => list.join('\n'));
  const [last, setLast] = useState(JSON.stringify(list));
  if (JSON.stringify(list) !== last) {
    setLast(JSON.stringify(list));
    setText(list.join('\n'));
  }
  const set = (typed: string) => {
    setText(typed);
    const split = items.type === 'string' ? /\n/ : /[\n,;\s]+/;
    const words = typed.split(split).filter((one) => one.trim() !== '');
    const next = items.type === 'string' ? words : words.map((one) => (Number.isNaN(Number(one)) ? one : Number(one)));
    setLast(JSON.stringify(next));
    change(next.length ? next : undefined);
  };
  return <textarea id={id} class="in" rows={Math.min(8, Math.max(2, text.split('\n').length))} spellcheck={false} placeholder="one on each line" aria-describedby={described} value={text} onInput={(event) => set(event.currentTarget.value)} />;
}

/** A map: names and values. */
function Pairs(props: ControlProps) {
  const { schema, value, change, id, name, schemas, errors, path, depth } = props;
  const inner = typeof schema.additionalProperties === 'object' ? present(schema.additionalProperties, schemas) : null;
  if (!inner || !inner.type) return <Anything {...props} />;
  const pairs = Object.entries((value ?? {}) as Values);
  const set = (next: [string, unknown][]) => change(next.length ? Object.fromEntries(next) : undefined);
  return (
    <div class="arr" id={id} role="group" aria-labelledby={`${id}l`}>
      {pairs.map(([word, one], at) => (
        <div class="pair" key={at}>
          <input class="in" aria-label={`Name ${at + 1} of ${name}`} value={word} onInput={(event) => set(pairs.map((pair, index) => (index === at ? [event.currentTarget.value, pair[1]] : pair)))} />
          <Control id={`${id}-${at}`} name={word} schema={inner} value={one} path={`${path}.${word}`} depth={depth + 1} described={undefined} isWrong={false} schemas={schemas} errors={errors} change={(next) => set(pairs.map((pair, index) => (index === at ? [pair[0], next ?? blank(inner)] : pair)))} />
          <button type="button" class="btn sq" aria-label={`Remove ${word}`} onClick={() => set(pairs.filter((_, index) => index !== at))}><Icon name="close" /></button>
        </div>
      ))}
      <button type="button" class="btn" onClick={() => set([...pairs, [`name${pairs.length + 1}`, blank(inner)]])}>Add one</button>
    </div>
  );
}
