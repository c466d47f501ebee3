import { type FileHandle, open } from 'node:fs/promises';
import { err, ok, type Result } from '../../shared/kit/result.ts';

/** Largest document taken (bytes). */
const MAX_BYTES = 128 * 1024 * 1024;
const CHUNK_BYTES = 1 << 20;

/** Reads a JSON document; the error is one line for people, without the file's name. A file that is too large is not read. */
export async function readDocument(path: string): Promise<Result<unknown, string>> {
  const text = await readText(path);
  if (!text.ok) return text;
  if (text.value.trim() === '') return err('文件为空，不是 JSON the file is empty, not JSON');
  try {
    const document: unknown = JSON.parse(text.value);
    return ok(document);
  } catch (error) {
    return err(`不是 JSON not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readText(path: string): Promise<Result<string, string>> {
  try {
    const file = await open(path, 'r');
    try {
      return await readWhole(file);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') return err('没有这个文件 no such file');
    return err(`读不了 cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readWhole(file: FileHandle): Promise<Result<string, string>> {
  const stat = await file.stat();
  if (stat.isDirectory()) return err('是文件夹，不是文件 a folder, not a file');
  if (stat.size > MAX_BYTES) return tooLarge(stat.size);
  // a pipe tells no size: it is read until it ends or is too large
  const chunks: Uint8Array[] = [];
  for (let size = 0; ; ) {
    const { bytesRead, buffer } = await file.read(new Uint8Array(Math.max(CHUNK_BYTES, stat.size + 1)));
    if (bytesRead === 0) break;
    size += bytesRead;
    if (size > MAX_BYTES) return tooLarge(size);
    chunks.push(buffer.subarray(0, bytesRead));
  }
  return ok(new TextDecoder().decode(Buffer.concat(chunks)));
}

function tooLarge(bytes: number): Result<string, string> {
  return err(`超过 128 MB over 128 MB: ${Math.ceil(bytes / (1024 * 1024))} MB`);
}
