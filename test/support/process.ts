import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/project-root.ts';

/** Halves the time a process takes to start; kept between runs. */
const compileCache = join(tmpdir(), 'phone-link-support-compile-cache');

export interface Ended {
  /** Undefined when a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs a TypeScript file of `src` in a Node process of its own. Settings are only those given.
 * @param options.root of a copy of the project, in place of the project itself.
 */
export function run(
  file: string,
  options: { args?: string[]; env?: Record<string, string>; root?: string } = {},
) {
  const { root = projectRoot, args = [] } = options;
  const child = spawn(process.execPath, [join(root, 'src', file), ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: compileCache, ...options.env },
  });
  const told = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (told.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (told.stderr += data.toString()));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...told })));
  return { child, ended };
}

export interface RunningServer {
  url: string;
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** Starts the program on a free port and waits until it says where it is. Throws what it wrote when it ends before. */
export async function startServer(env: Record<string, string>): Promise<RunningServer> {
  const { child, ended } = run('main.ts', { env: { PORT: '0', LOG_LEVEL: 'error', ...env } });
  const ready = new Promise<string>((resolve) => {
    let text = '';
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString();
      const [, url] = /ready: (http\S+)\n/.exec(text) ?? [];
      if (url) resolve(url);
    });
  });
  const failed = ended.then(({ stderr }): never => {
    throw new Error(`The server ended before it was ready:\n${stderr}`);
  });
  const url = await Promise.race([ready, failed]);
  failed.catch(() => undefined);
  return { url, child, ended };
}
