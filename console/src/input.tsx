/** The files of an operation: dropped, pasted, chosen, by address, or from those that are kept. */
import { useState } from 'preact/hooks';
import { Icon } from './icons';
import type { Inputs } from './request';
import type { Entry, Input } from './types';
import { useAddress } from './viewers/pictures';
import { bytes } from './words';

interface InputZoneProps {
  entry: Entry;
  inputs: Inputs;
  change: (inputs: Inputs) => void;
  example: () => void;
}

export function InputZone({ entry, inputs, change, example }: InputZoneProps) {
  const count = Object.values(inputs).flat().length;
  return (
    <>
      <header>
        <h2 id="h-in">Input</h2>
        <span class="grow" />
        {count > 0 && <button type="button" class="btn ghost sq" aria-label="Remove all files" onClick={() => change({})}><Icon name="again" /></button>}
      </header>
      <div class="body">
        {entry.files.map((field) => (
          <FileField
            key={field.name}
            name={field.name}
            several={field.several}
            alone={entry.files.length === 1}
            accepts={entry.accepts}
            list={inputs[field.name] ?? []}
            change={(list) => change({ ...inputs, [field.name]: list })}
          />
        ))}
        {entry.example && <button type="button" class="btn wide" onClick={example}>Use the example</button>}
        {!entry.files.length && <p class="muted">This operation takes no file. Fill in the parameters, or use the example.</p>}
      </div>
    </>
  );
}

interface FileFieldProps {
  name: string;
  several: boolean;
  alone: boolean;
  accepts: string[];
  list: Input[];
  change: (list: Input[]) => void;
}

function FileField({ name, several, alone, accepts, list, change }: FileFieldProps) {
  const [isOver, setOver] = useState(false);
  const [address, setAddress] = useState('');
  const add = (files: Iterable<File>) => {
    const given = [...files].map((file): Input => ({ kind: 'local', file }));
    if (given.length) change(several ? [...list, ...given] : given.slice(0, 1));
  };
  const addAddress = () => {
    const text = address.trim();
    if (!text) return;
    const one: Input = /^file[_-]/.test(text) ? { kind: 'kept', id: text, name: text } : { kind: 'url', url: text };
    change(several ? [...list, one] : [one]);
    setAddress('');
  };
  const move = (at: number, to: number) => {
    const next = [...list];
    next.splice(to, 0, ...next.splice(at, 1));
    change(next);
  };
  return (
    <div class="filefield">
      {!alone && <p class="label">{name}</p>}
      {list.map((one, at) => (
        <Card key={at} input={one} remove={() => change(list.filter((_, index) => index !== at))} up={several && at > 0 ? () => move(at, at - 1) : null} />
      ))}
      <label
        class={`slot ${isOver ? 'over' : ''}`}
        onDragOver={(event) => { event.preventDefault(); setOver(true); }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => { event.preventDefault(); event.stopPropagation(); setOver(false); add(event.dataTransfer?.files ?? []); }}
      >
        <span><b>{list.length ? (several ? 'Add more' : 'Drop another') : several ? 'Drop files' : 'Drop a file'}</b>, paste, or choose</span>
        <input class="vh" type="file" multiple={several} accept={accepts.join(',')} aria-label={`Choose ${name}`} onChange={(event) => { add(event.currentTarget.files ?? []); event.currentTarget.value = ''; }} />
      </label>
      <div class="pick">
        <input class="in" aria-label={`Address or id of ${name}`} placeholder="URL or file id" value={address} onInput={(event) => setAddress(event.currentTarget.value)} onKeyDown={(event) => event.key === 'Enter' && (event.preventDefault(), addAddress())} />
        <button type="button" class="btn" onClick={addAddress}>Add</button>
      </div>
    </div>
  );
}

function Card({ input, remove, up }: { input: Input; remove: () => void; up: (() => void) | null }) {
  const picture = input.kind === 'local' && input.file.type.startsWith('image/') ? input.file : null;
  const address = useAddress(picture);
  const [size, setSize] = useState('');
  const name = input.kind === 'local' ? input.file.name : input.kind === 'url' ? input.url : input.name;
  const about = input.kind === 'local' ? `${bytes(input.file.size)}${size ? `, ${size}` : ''}` : input.kind === 'url' ? 'downloaded by FlowForge' : `kept file${input.bytes ? `, ${bytes(input.bytes)}` : ''}`;
  return (
    <div class="file">
      {picture && address && <img src={address} alt={name} onLoad={(event) => setSize(`${event.currentTarget.naturalWidth} × ${event.currentTarget.naturalHeight}`)} />}
      <div>
        <b title={name}>{name}</b>
        <span>{about}</span>
        <span class="acts">
          {up && <button type="button" class="set" onClick={up}>move up</button>}
          <button type="button" class="set" aria-label={`Remove ${name}`} onClick={remove}>remove</button>
        </span>
      </div>
    </div>
  );
}
