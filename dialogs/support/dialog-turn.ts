import type { TurnContext } from 'botbuilder';
import type { Case } from '../../src/conversation/case.ts';
import type { Session } from '../../src/conversation/session.ts';
import type { Guide } from '../../src/guide/guide.ts';
import type { Presenter } from '../../src/presentation/presenter.ts';
import type { Plan } from '../../src/troubleshooting/plan.ts';
import type { Understanding } from '../../src/understanding/diagnosis.ts';
import type { Intent } from '../../src/understanding/intent.ts';

/** What every dialog works with; the same for all conversations. */
export interface DialogServices {
  guide: Guide;
  understanding: Understanding;
  presenter: Presenter;
  /** What to do next in a case. */
  plan(subject: Case, mayAsk: boolean): Plan;
  now(): Date;
  newCaseId(): string;
}

/** What belongs to the turn that runs. */
export interface DialogTurn {
  session: Session;
  intent: Intent;
  saveCase(value: Case): void;
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
