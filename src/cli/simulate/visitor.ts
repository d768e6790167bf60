import { z } from 'zod';
import { features, phones } from '../../guide/schema.ts';
import { adaptiveCardType, type Activity } from '../../conversation/activity.ts';

/** One simulated visitor: what is wrong on their devices, and how the conversation should end. */
export const scenarioSchema = z.object({
  id: z.string(),
  phone: z.enum(phones),
  maker: z.string().optional(),
  windows: z.number().optional(),
  feature: z.enum(features).optional(),
  /** The first message. */
  first: z.string().min(1),
  /** Sections the visitor takes when they are offered. */
  topics: z.array(z.string()),
  /** Checks that are wrong on the devices. */
  causes: z.array(z.string()),
  /** Checks the visitor answers with "I can't find it". */
  cannotFind: z.array(z.string()).default([]),
  /** Checks after which the visitor asks for a person. */
  patience: z.number().int().positive(),
  expect: z.enum(['solved', 'escalated']),
  /** A section whose honest explanation is a right end too. */
  explained: z.string().optional(),
});

export type Scenario = z.infer<typeof scenarioSchema>;

/** What the visitor does next. */
export type Move =
  | {
      kind: 'click';
      value: Record<string, unknown>;
      asked: 'check' | 'question' | 'confirmation' | 'person';
      check?: string;
    }
  | { kind: 'say'; text: string };

interface Submit {
  do: string;
  [field: string]: unknown;
}

/** A visitor who answers by the scenario. Holds what was fixed and how many checks were asked. */
export class Visitor {
  readonly #scenario: Scenario;
  readonly #fixed = new Set<string>();
  readonly #asked = new Set<string>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  /** The answer to the newest message that can be answered; told in words when there is nothing to click. */
  next(messages: Activity[]): Move {
    const buttons = messages.map(submitsOf).findLast((found) => found.length > 0) ?? [];
    const byName = (name: string) => buttons.filter((button) => button.do === name);
    const { phone, topics } = this.#scenario;
    if (byName('answer-check').length > 0)
      return this.#answerCheck(byName('answer-check'), byName('talk-to-person'));
    if (byName('confirm-fixed').length > 0) {
      const works = this.#scenario.causes.every((cause) => this.#fixed.has(cause));
      return click(
        byName('confirm-fixed').find((button) => button['works'] === works),
        'confirmation',
      );
    }
    if (byName('choose-phone').length > 0) {
      return click(
        byName('choose-phone').find((button) => button['phone'] === phone),
        'question',
      );
    }
    const sections = byName('choose-section');
    if (sections.length > 0) {
      const wanted = sections.find((button) => topics.includes(String(button['section'])));
      return click(wanted ?? sections.find((button) => button['section'] === 'none'), 'question');
    }
    return { kind: 'say', text: this.#devices() };
  }

  #answerCheck(buttons: Submit[], person: Submit[]): Move {
    const check = String(buttons[0]?.['check']);
    if (!this.#asked.has(check) && this.#asked.size >= this.#scenario.patience)
      return click(person[0], 'person');
    this.#asked.add(check);
    const { causes, cannotFind } = this.#scenario;
    const isWrong = causes.includes(check) && !this.#fixed.has(check);
    const answer = cannotFind.includes(check) ? 'not-found' : isWrong ? 'fixed' : 'already-ok';
    if (answer === 'fixed') this.#fixed.add(check);
    return {
      ...click(
        buttons.find((button) => button['answer'] === answer),
        'check',
      ),
      check,
    };
  }

  #devices(): string {
    const { phone, maker, windows } = this.#scenario;
    const name = phone === 'iphone' ? 'an iPhone' : `an Android phone${maker ? ` from ${maker}` : ''}`;
    return `It is ${name}${windows ? `, with Windows ${windows}` : ''}`;
  }
}

/** What is pressed while a person is awaited: a ticket after hours, nothing to add, and yes to passing it on. */
export function tellPersonMove(messages: Activity[]): Record<string, unknown> | undefined {
  const buttons = messages.map(submitsOf).findLast((found) => found.length > 0) ?? [];
  return buttons.find((button) => button.do === 'tell-person' && button['answer'] !== 'no');
}

function click(
  value: Submit | undefined,
  asked: Extract<Move, { kind: 'click' }>['asked'],
): Extract<Move, { kind: 'click' }> {
  return { kind: 'click', value: value ?? {}, asked };
}

/** Every Action.Submit of the message's cards, wherever it stands. */
function submitsOf(message: Activity): Submit[] {
  const found: Submit[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    const element = value as { type?: unknown; data?: unknown };
    if (element.type === 'Action.Submit' && typeof element.data === 'object' && element.data !== null) {
      found.push(element.data as Submit);
    }
    Object.values(value).forEach(walk);
  };
  for (const attachment of message.attachments ?? []) {
    if (attachment.contentType === adaptiveCardType) walk(attachment.content);
  }
  return found;
}
