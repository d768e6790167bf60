/** Tells a person who helps up to which of their messages the visitor has read: the last one, once, when it is in sight. */
export class ReadTeller {
  readonly #isInSight: () => boolean;
  readonly #tell: (id: string) => Promise<unknown>;
  #last: string | undefined;
  #told: string | undefined;

  /** @param parts.tell may fail; then it is told again when something comes into sight */
  constructor(parts: { isInSight: () => boolean; tell: (id: string) => Promise<unknown> }) {
    this.#isInSight = parts.isInSight;
    this.#tell = parts.tell;
  }

  /** A message of a person is in the list. */
  came(id: string): void {
    this.#last = id;
  }

  /** Something may have come into sight. */
  look(): void {
    const id = this.#last;
    if (id === undefined || id === this.#told || !this.#isInSight()) return;
    this.#told = id;
    void this.#tell(id).catch(() => {
      if (this.#told === id) this.#told = undefined;
    });
  }
}
