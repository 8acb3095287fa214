/** The files of a ZIP archive, each to look at, to keep and to send on. */
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../icons';
import { bytes } from '../words';
import { useAddress } from './pictures';
import { filesOfZip, type Packed } from './zip';

const MOST = 200;

export function Archive({ blob, sendOn }: { blob: Blob; sendOn: (blob: Blob, name: string) => Promise<void> }) {
  const [files, setFiles] = useState<Packed[] | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    filesOfZip(blob).then(setFiles, (error: Error) => setProblem(`The archive cannot be listed: ${error.message}. It can be downloaded.`));
  }, [blob]);
  if (problem) return <p class="muted pad">{problem}</p>;
  if (!files) return <p class="muted pad">Opening …</p>;
  return (
    <div class="archive" tabIndex={0} role="region" aria-label="Files of the archive">
      <p class="muted">{files.length} {files.length === 1 ? 'file' : 'files'}</p>
      <ul>{files.slice(0, MOST).map((file) => <Member key={file.name} file={file} sendOn={sendOn} />)}</ul>
      {files.length > MOST && <p class="muted">{files.length - MOST} more: download the archive to see them.</p>}
    </div>
  );
}

function Member({ file, sendOn }: { file: Packed; sendOn: (blob: Blob, name: string) => Promise<void> }) {
  const [content, setContent] = useState<Blob | null>(null);
  useEffect(() => {
    if (/\.(png|jpe?g|webp|gif|avif|svg)$/i.test(file.name)) void file.open().then(setContent);
  }, [file]);
  const address = useAddress(content);
  const name = file.name.slice(file.name.lastIndexOf('/') + 1);
  const download = async () => {
    const anchor = document.createElement('a');
    anchor.href = URL.createObjectURL(await file.open());
    anchor.download = name;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
  };
  return (
    <li>
      {address ? <img src={address} alt={file.name} /> : <span class="mini"><Icon name="file" /></span>}
      <span class="what"><b title={file.name}>{file.name}</b> <span>{bytes(file.bytes)}</span></span>
      <button type="button" class="btn sq" aria-label={`Download ${name}`} title="Download" onClick={() => void download()}><Icon name="down" /></button>
      <button type="button" class="btn sq" aria-label={`Send ${name} to another operation`} title="Send to…" onClick={() => void file.open().then((blob) => sendOn(blob, name))}><Icon name="send" /></button>
    </li>
  );
}
