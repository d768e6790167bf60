import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/project-root.ts';

/** A copy of the guide and the cards that a test may break. */
export class ContentFolder {
  readonly root = mkdtempSync(join(tmpdir(), 'content-'));

  constructor() {
    for (const part of ['knowledge', 'cards']) {
      cpSync(join(projectRoot, part), join(this.root, part), { recursive: true });
    }
    this.#shorten();
  }

  /** Replaces text in a file below `knowledge/phone-link`. Throws when the text is not there. */
  replace(file: string, from: string | RegExp, to: string): void {
    const path = this.#path(file);
    const before = readFileSync(path, 'utf8');
    const after = before.replace(from, () => to);
    if (after === before) throw new Error(`${file} does not hold ${String(from)}.`);
    writeFileSync(path, after);
  }

  write(file: string, content: string | Uint8Array): void {
    writeFileSync(this.#path(file), content);
  }

  read(file: string): string {
    return readFileSync(this.#path(file), 'utf8');
  }

  remove(file: string): void {
    rmSync(this.#path(file));
  }

  /** Puts the program beside the content, so that it starts with it. @returns the root of this copy of the project. */
  addProgram(): string {
    for (const part of ['src', 'dialogs', 'package.json']) {
      cpSync(join(projectRoot, part), join(this.root, part), { recursive: true });
    }
    symlinkSync(join(projectRoot, 'node_modules'), join(this.root, 'node_modules'));
    return this.root;
  }

  /** Number, from 1, of the first line that holds the text. */
  lineOf(file: string, text: string): number {
    return (
      this.read(file)
        .split('\n')
        .findIndex((line) => line.includes(text)) + 1
    );
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Keeps five example phrases of each section: reading them all takes most of the time and proves no more. */
  #shorten(): void {
    for (const name of readdirSync(this.#path('sections'))) {
      const path = this.#path(`sections/${name}`);
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, text.replace(/^(phrases:\n(?: {2}- .*\n){5})(?: {2}.*\n)*/m, '$1'));
    }
  }

  #path(file: string): string {
    return join(this.root, 'knowledge', 'phone-link', file);
  }
}
