/** Pictures: before and after under one line, one alone, and places marked in one. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../icons';
import { bytes } from '../words';
import { boxesIn } from './boxes-in';
import { Polygons, Rows, useLists } from './places';

export function useAddress(blob: Blob | null | undefined): string {
  const [address, setAddress] = useState('');
  useEffect(() => {
    if (!blob) return undefined;
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return address;
}

export function Compare({ before, after }: { before: File; after: Blob }) {
  const [first, second] = [useAddress(before), useAddress(after)];
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(50);
  const [isSide, setSide] = useState(false);
  useEffect(() => box.current?.style.setProperty('--x', `${at}%`), [at]);
  const tags = (
    <>
      <span class="tag l">Original, {bytes(before.size)}</span>
      <span class="tag r">Result, {bytes(after.size)}</span>
    </>
  );
  return (
    <div class="view">
      {isSide ? (
        <div class="side">
          {first && <img src={first} alt={`Original: ${before.name}`} />}
          {second && <img src={second} alt="Result" />}
          {tags}
        </div>
      ) : (
        <div class="cmp" ref={box}>
          {first && <img src={first} alt={`Original: ${before.name}`} />}
          {second && <img class="after" src={second} alt="Result" />}
          <input type="range" min={0} max={100} value={at} aria-label="Line between original and result" aria-valuetext={`${at} % original`} onInput={(event) => setAt(Number(event.currentTarget.value))} />
          <span class="bar-x"><Icon name="arrows" /></span>
          {tags}
        </div>
      )}
      <div class="viewbar">
        <button type="button" class="btn ghost" aria-pressed={isSide} onClick={() => setSide(!isSide)}>Side by side</button>
      </div>
    </div>
  );
}

export function Picture({ blob, name }: { blob: Blob; name: string }) {
  const address = useAddress(blob);
  const [isWhole, setWhole] = useState(true);
  const [size, setSize] = useState('');
  const measure = (image: HTMLImageElement) => setSize(`${image.naturalWidth} × ${image.naturalHeight}`);
  return (
    <div class="view">
      <div class={`pic ${isWhole ? 'fit' : ''}`} tabIndex={0} role="region" aria-label="Picture">
        {address && <img src={address} alt={name} onLoad={(event) => measure(event.currentTarget)} />}
      </div>
      <div class="viewbar">
        <span class="muted">{size}</span>
        <button type="button" class="btn ghost" aria-pressed={isWhole} onClick={() => setWhole(true)}>Fit</button>
        <button type="button" class="btn ghost" aria-pressed={!isWhole} onClick={() => setWhole(false)}>100 %</button>
      </div>
    </div>
  );
}

/** Places over the picture, linked both ways with their rows; those to look at are amber. */
export function Boxes({ picture, json }: { picture: File; json: unknown }) {
  const address = useAddress(picture);
  const { boxes, choice } = useLists(boxesIn(json));
  const [size, setSize] = useState<[number, number] | null>(null);
  const [on, point] = useState<number | null>(null);
  return (
    <div class="split">
      <div class="scan" tabIndex={0} role="region" aria-label="Picture with places">
        {address && !size && <img class="measure" src={address} alt="" onLoad={(event) => setSize([event.currentTarget.naturalWidth, event.currentTarget.naturalHeight])} />}
        {size && (
          <svg class="page" viewBox={`0 0 ${size[0]} ${size[1]}`} role="img" aria-label={`${boxes.length} places in ${picture.name}`}>
            <image href={address} width={size[0]} height={size[1]} />
            <Polygons boxes={boxes} shown={() => true} on={on} point={point} />
          </svg>
        )}
      </div>
      <div class="rows">
        {choice}
        <Rows boxes={boxes} on={on} point={point} />
      </div>
    </div>
  );
}
