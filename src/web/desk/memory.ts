/** What outlives a reload of this tab, and nothing else: drafts and messages that wait. Nothing where refused. */
export interface TabMemory {
  read(key: string): unknown;
  /** `undefined` forgets it. */
  write(key: string, value: unknown): void;
  /** Forgets all of the desk's. */
  clear(): void;
}

const prefix = 'desk.';

export function createTabMemory(open: () => Storage): TabMemory {
  return {
    read: (key) => attempt(() => JSON.parse(open().getItem(prefix + key) ?? 'null') as unknown) ?? undefined,
    write: (key, value) =>
      attempt(() =>
        value === undefined
          ? open().removeItem(prefix + key)
          : open().setItem(prefix + key, JSON.stringify(value)),
      ),
    clear: () =>
      attempt(() => {
        const storage = open();
        const own = Object.keys(storage).filter((key) => key.startsWith(prefix));
        for (const key of own) storage.removeItem(key);
      }),
  };
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
