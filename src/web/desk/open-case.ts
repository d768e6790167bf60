import type { DeskApi } from './api.ts';
import { CaseLog } from './case-log.ts';
import type { Escalation, LogEntry, News, OpenedCase } from './wire.ts';

/** One case that is open on the page, kept up to date by what happens. */
export class OpenCase {
  readonly id: string;
  readonly log = new CaseLog();
  readonly #api: DeskApi;
  #opened: OpenedCase;
  #lastSeq = 0;

  private constructor(api: DeskApi, opened: OpenedCase) {
    this.id = opened.escalation.id;
    this.#api = api;
    this.#opened = opened;
    this.log.setChanges(opened.changes);
    this.#noteRead();
  }

  static async open(api: DeskApi, id: string): Promise<OpenCase> {
    const [opened, page] = await Promise.all([api.open(id), api.log(id)]);
    const made = new OpenCase(api, opened);
    made.log.add(page.entries);
    made.#lastSeq = page.lastSeq;
    return made;
  }

  get opened(): OpenedCase {
    return this.#opened;
  }

  get escalation(): Escalation {
    return this.#opened.escalation;
  }

  /** The last position of the log that is known. */
  get lastSeq(): number {
    return Math.max(this.#lastSeq, this.log.last);
  }

  /** How it stands, as the server has answered. */
  update(escalation: Escalation): void {
    if (escalation.revision >= this.escalation.revision) this.#opened = { ...this.#opened, escalation };
    this.#noteRead();
  }

  /** What happened to it. */
  apply({ escalation, change }: Extract<News, { is: 'escalation' }>): void {
    this.update(escalation);
    const { changes } = this.#opened;
    if (changes.some(({ number }) => number === change.number)) return;
    const all = [...changes, change].sort((a, b) => a.number - b.number);
    this.#opened = { ...this.#opened, changes: all };
    this.log.setChanges(all);
  }

  /** Takes entries in, and reads what is missing before them. @returns those that were new */
  async add(entries: readonly LogEntry[]): Promise<LogEntry[]> {
    const added = this.log.add(entries);
    const newest = entries.at(-1)?.seq ?? 0;
    while (this.log.last < newest) {
      const page = await this.#api.log(this.id, { after: this.log.last });
      const missed = this.log.add(page.entries);
      if (missed.length === 0) break;
      added.push(...missed);
    }
    return added.sort((a, b) => a.seq - b.seq);
  }

  async addEarlier(): Promise<void> {
    const { first } = this.log;
    if (first === undefined || first <= 1) return;
    const { entries } = await this.#api.log(this.id, { before: first });
    this.log.add(entries);
  }

  /** Reads all that was missed while the line was down. */
  async readAnew(): Promise<void> {
    this.#opened = await this.#api.open(this.id);
    this.log.setChanges(this.#opened.changes);
    this.#noteRead();
    let page = await this.#api.log(this.id, { after: this.log.last });
    while (this.log.add(page.entries).length > 0) {
      page = await this.#api.log(this.id, { after: this.log.last });
    }
  }

  #noteRead(): void {
    this.log.setRead(this.escalation.visitorReadUpTo ?? 0);
  }
}
