/** Files of the disk, for programs that run on Node.js. */
import { readFile, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { FlowForgeFile } from "./files.js";

/** Read a file to give to an operation. */
export async function open(path: string): Promise<FlowForgeFile> {
  return new FlowForgeFile(await readFile(path), basename(path));
}

/** Write a file to `target`, or into it if it is a folder; return its path. */
export async function save(file: FlowForgeFile, target = "."): Promise<string> {
  const folder = await stat(target).then((found) => found.isDirectory(), () => false);
  const path = folder ? join(target, basename(file.name)) : target;
  await writeFile(path, file.content);
  return path;
}
