import { type ChildProcess, execSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/project-root.ts';

/** A server in a process of its own. */
export interface Running {
  url: string;
  child: ChildProcess;
}

/**
 * Starts a file below the project's root and waits until it says where it listens.
 * @throws Error with what it wrote when it ends before.
 */
export async function start(options: {
  file: string;
  nodeOptions?: string[];
  /** Given to the file. */
  words?: string[];
  env?: Record<string, string>;
}): Promise<Running> {
  const { file, nodeOptions = [], words = [], env = {} } = options;
  const child = spawn(process.execPath, [...nodeOptions, join(projectRoot, file), ...words], {
    cwd: projectRoot,
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (data: Buffer) => {
      text += data.toString();
      const [, found] = /ready: (http\S+)\n/.exec(text) ?? [];
      if (found) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`${file} ended before it was ready:\n${text}`)));
  });
  // Nobody reads on, and a full pipe would stop the child.
  child.stdout.resume();
  child.stderr.resume();
  return { url, child };
}

export async function stop({ child }: Running): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await ended;
}

/** Resident memory of the process in MB (10⁶ bytes), as Linux counts it. */
export function residentMegabytes({ child }: Running): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return (Number(kilobytes) * 1024) / 1e6;
}

/** What `npm start` runs, built anew, so that what is measured is what runs. */
export function builtServer(): { file: string; nodeOptions: string[] } {
  execSync('npm run --silent build:server', { cwd: projectRoot });
  const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const [, ...words] = scripts.start.split(' ');
  const file = words.find((word) => word.endsWith('.js')) ?? '';
  return { file, nodeOptions: words.filter((word) => word.startsWith('--')) };
}

/** Hundredths of a second: the unit in which Linux tells processor time. Source: proc(5), `/proc/pid/stat`, USER_HZ. */
const ticksPerSecond = 100;

/** Milliseconds of processor time, user and system, that the process has used since it started. */
export function processorMilliseconds({ child }: Running): number {
  const status = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; after it, fields 14 and 15 are user and system time.
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}
