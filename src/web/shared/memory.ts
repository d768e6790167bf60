import type { KeyValueStorage } from './storage.ts';

/** Small things that the browser remembers for the page; nothing where it refuses to. */
export interface Memory {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

export function createMemory(open: () => Pick<KeyValueStorage, 'getItem' | 'setItem'>): Memory {
  return {
    get: (key) => attempt(() => open().getItem(key)) ?? null,
    set: (key, value) => attempt(() => open().setItem(key, value)),
  };
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
