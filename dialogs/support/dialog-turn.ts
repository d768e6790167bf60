import type { TurnContext } from 'botbuilder';
import type { Case } from '../../src/conversation/case.ts';
import type { Escalation, EscalationWrite, OutboxEntry } from '../../src/conversation/escalation.ts';
import type { Session } from '../../src/conversation/session.ts';
import type { Duty, TimeReader } from '../../src/escalation/duty.ts';
import type { TargetTraits } from '../../src/escalation/outbox-entries.ts';
import type { Guide } from '../../src/guide/guide.ts';
import type { Presenter } from '../../src/presentation/presenter.ts';
import type { Plan } from '../../src/troubleshooting/plan.ts';
import type { Understanding } from '../../src/understanding/diagnosis.ts';
import type { Intent } from '../../src/understanding/intent.ts';

/** What handing a case over needs to know of the support team. */
export interface HandOverServices {
  newEscalationId(): string;
  /** The queue that new escalations come into. */
  queue: string;
  duty(now: Date): Duty;
  /** A moment by the reader's clock, else as people of the team's zone read it. */
  readableTime(at: Date, reader?: TimeReader): string;
  acceptWithinSeconds: number;
  /** How many wait before this one, and how long it takes, when anybody can say. */
  outlook(escalation: Escalation): Promise<{ ahead: number; waitSeconds?: number; nobody?: boolean }>;
  targets: readonly TargetTraits[];
}

/** What every dialog works with; the same for all conversations. */
export interface DialogServices {
  guide: Guide;
  understanding: Understanding;
  presenter: Presenter;
  /** What to do next in a case. */
  plan(subject: Case, mayAsk: boolean): Plan;
  now(): Date;
  newCaseId(): string;
  handOver: HandOverServices;
}

/** What belongs to the turn that runs. */
export interface DialogTurn {
  session: Session;
  intent: Intent;
  /** Log position of the visitor's activity, or the last one before what the support side does. */
  seq: number;
  saveCase(value: Case): void;
  findCase(id: string): Promise<Case | undefined>;
  /** What the case has taught is forgotten. */
  unlearn(caseId: string): void;
  escalate(write: EscalationWrite): void;
  tell(entry: OutboxEntry): void;
}

const key = Symbol('dialog turn');

export function setDialogTurn(context: TurnContext, turn: DialogTurn): void {
  context.turnState.set(key, turn);
}

export function dialogTurn(context: TurnContext): DialogTurn {
  const turn = context.turnState.get<DialogTurn | undefined>(key);
  if (!turn) throw new Error('A dialog ran outside of a turn of the support bot.');
  return turn;
}

/** The open case of this turn. */
export function openCase(context: TurnContext): Case {
  const { session } = dialogTurn(context);
  if (!session.case) throw new Error('A dialog that needs a case ran before one was opened.');
  return session.case;
}
