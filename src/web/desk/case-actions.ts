import type { Announcements } from './announcements.ts';
import { DeskCallError, type DeskApi } from './api.ts';
import { askNextAgent, askOutcome, askToDecline, askToReturn } from './case-dialogs.ts';
import { actionsOf, type CaseAction } from './conversation-view.ts';
import type { OpenCase } from './open-case.ts';
import { fill, texts } from './texts.ts';
import type { Choices, Escalation, PresentAgent } from './wire.ts';

export interface CaseActionsParts {
  api: DeskApi;
  agentId: string;
  announcements: Announcements;
  checks: Choices['checks'];
  current: () => OpenCase | undefined;
  others: () => PresentAgent[];
  onChanged: (escalation: Escalation) => void;
  /** The case does not stand as the page shows it. */
  onStale: () => void;
  /** Puts the cursor into the reply. */
  write: () => void;
}

interface Call {
  name: string;
  body?: object;
  done: string;
}

/** What an agent does with the case that is open, and what is said when it was not possible. */
export class CaseActions {
  readonly #parts: CaseActionsParts;

  constructor(parts: CaseActionsParts) {
    this.#parts = parts;
  }

  /** Asks what has to be asked, then does it. Nothing when the case does not stand that way. */
  async run(action: CaseAction): Promise<void> {
    const open = this.#parts.current();
    if (!open || !actionsOf(open.escalation, this.#parts.agentId).includes(action)) return;
    const call = await this.#callFor(action);
    if (call && (await this.#change(open, call)) && action === 'take') this.#parts.write();
  }

  async note(text: string): Promise<void> {
    const open = this.#parts.current();
    if (open) await this.#change(open, { name: 'notes', body: { text }, done: texts.outcomes.noted });
  }

  /** Has personal data of a kind shown from now on. */
  async reveal(kind: string): Promise<void> {
    const open = this.#parts.current();
    if (open) await this.#change(open, { name: 'reveal', body: { kind }, done: texts.outcomes.isRevealed });
  }

  async #callFor(action: CaseAction): Promise<Call | undefined> {
    const { outcomes } = texts;
    switch (action) {
      case 'take':
        return { name: 'take', done: outcomes.isYours };
      case 'decline':
        return (await askToDecline()) ? { name: 'decline', done: outcomes.isDeclined } : undefined;
      case 'returnToBot':
        return (await askToReturn()) ? { name: 'return', done: outcomes.isReturned } : undefined;
      case 'handOn': {
        const body = await askNextAgent(this.#parts.others());
        return body && { name: 'hand-on', body, done: outcomes.isHandedOn };
      }
      case 'close': {
        const body = await askOutcome(this.#parts.checks);
        return body && { name: 'close', body, done: outcomes.isClosed };
      }
    }
  }

  async #change(open: OpenCase, { name, body, done }: Call): Promise<boolean> {
    const { api, announcements } = this.#parts;
    try {
      const escalation = await api.change(open.id, name, body);
      if (this.#parts.current() === open) this.#parts.onChanged(escalation);
      announcements.toast(done);
      return true;
    } catch (error) {
      await this.#explain(open, error);
      return false;
    }
  }

  async #explain(open: OpenCase, error: unknown): Promise<void> {
    const { announcements, onStale } = this.#parts;
    if (!(error instanceof DeskCallError)) return announcements.toast(texts.outcomes.failed);
    if (error.status === 401) return;
    if (error.status !== 409) return announcements.toast(texts.outcomes.failed);
    announcements.toast(await this.#whyRefused(open, error.code));
    onStale();
  }

  async #whyRefused(open: OpenCase, code: string): Promise<string> {
    const { outcomes } = texts;
    if (code === 'escalation.ended') return outcomes.ended;
    if (code !== 'escalation.taken' && code !== 'escalation.not-yours') return outcomes.changed;
    const now = await this.#parts.api.open(open.id).catch(() => undefined);
    const name = now?.escalation.agent?.name;
    return name === undefined ? outcomes.takenBySomebody : fill(outcomes.taken, { name });
  }
}
