/** Sound: its peaks, which are also where one jumps to, and what was said when. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useAddress } from './pictures';

export interface Segment {
  start: number;
  end: number;
  text: string;
}

const BARS = 240;

/** The parts of a transcript, in seconds. */
export function segmentsIn(json: unknown): Segment[] {
  const found = typeof json === 'object' && json !== null ? (json as Record<string, unknown>)['segments'] : null;
  return Array.isArray(found) ? found.filter((one): one is Segment => typeof one?.start === 'number' && typeof one.text === 'string') : [];
}

export function AudioView({ blob, segments = [] }: { blob: Blob; segments?: Segment[] }) {
  const address = useAddress(blob);
  const player = useRef<HTMLAudioElement>(null);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const peaks = usePeaks(blob);
  const jump = (seconds: number, isPlayed: boolean) => {
    if (!player.current) return;
    player.current.currentTime = seconds;
    setAt(seconds);
    if (isPlayed) void player.current.play();
  };
  return (
    <div class="audio">
      <div class="wave">
        <svg viewBox={`0 0 ${BARS} 100`} preserveAspectRatio="none" aria-hidden="true">
          {peaks.map((peak, bar) => <rect key={bar} class={length && bar / BARS <= at / length ? 'past' : ''} x={bar + 0.15} width="0.7" y={50 - 48 * peak} height={Math.max(1, 96 * peak)} />)}
        </svg>
        <input type="range" min={0} max={length || 1} step="any" value={at} aria-label="Position" aria-valuetext={clock(at)} onInput={(event) => jump(Number(event.currentTarget.value), false)} />
      </div>
      {address && <audio ref={player} controls src={address} onLoadedMetadata={(event) => setLength(event.currentTarget.duration)} onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)} />}
      {segments.length > 0 && (
        <ol class="said">
          {segments.map((one, number) => (
            <li key={number} class={at >= one.start && at < one.end ? 'on' : ''}><button type="button" onClick={() => jump(one.start, true)}>{clock(one.start)}</button> <span>{one.text}</span></li>
          ))}
        </ol>
      )}
    </div>
  );
}

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** The loudest sample of each of the bars, as a share of the loudest of all. */
function usePeaks(blob: Blob): number[] {
  const [peaks, setPeaks] = useState<number[]>([]);
  useEffect(() => {
    let isGone = false;
    const read = async () => {
      const sound = await new OfflineAudioContext(1, 1, 44_100).decodeAudioData(await blob.arrayBuffer());
      const samples = sound.getChannelData(0);
      const size = Math.max(1, Math.floor(samples.length / BARS));
      const found = Array.from({ length: BARS }, (_, bar) => samples.subarray(bar * size, (bar + 1) * size).reduce((most, one) => Math.max(most, Math.abs(one)), 0));
      const most = Math.max(...found) || 1;
      if (!isGone) setPeaks(found.map((one) => one / most));
    };
    read().catch(() => undefined); // a format that the browser cannot decode has no peaks; the player says so itself
    return () => {
      isGone = true;
    };
  }, [blob]);
  return peaks;
}
