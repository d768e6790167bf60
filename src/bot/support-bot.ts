import { ActivityHandler, type TurnContext } from 'botbuilder';
import { DialogSet, type DialogContext, type DialogState } from '../../dialogs/support/sdk.ts';
import { CaseDialog } from '../../dialogs/case-dialog.ts';
import { CheckingDialog } from '../../dialogs/checking-dialog.ts';
import { ClosingDialog } from '../../dialogs/closing-dialog.ts';
import { HandOverDialog } from '../../dialogs/hand-over-dialog.ts';
import { NewSymptomDialog } from '../../dialogs/new-symptom-dialog.ts';
import { QuestionDialog } from '../../dialogs/question-dialog.ts';
import { UnderstandingDialog } from '../../dialogs/understanding-dialog.ts';
import { setDialogTurn, type DialogServices } from '../../dialogs/support/dialog-turn.ts';
import { ask, foldCard } from '../../dialogs/support/send.ts';
import { newSession, type Session } from '../conversation/session.ts';
import type { FailureMessage, Turn, TurnHandler } from '../conversation/turn.ts';
import type { Presenter } from '../presentation/presenter.ts';
import type { Intent } from '../understanding/intent.ts';
import { readIntent } from '../understanding/read-intent.ts';
import type { ReplyReader } from '../understanding/replies.ts';
import { answerOutsideDialogs } from './commands.ts';
import { mendSession } from './mend-session.ts';
import { TurnAdapter } from './turn-adapter.ts';
import { TurnState } from './turn-state.ts';

export interface SupportBotParts extends DialogServices {
  replies: ReplyReader;
}

/** The bot as a turn handler: every turn reads the session, runs the dialogs and buffers what they change. */
export function createSupportBot(parts: SupportBotParts): TurnHandler {
  return (turn) => new TurnAdapter(turn).run((context) => new SupportBot(parts, turn).run(context));
}

/** The Bot Framework handler of one turn. */
class SupportBot extends ActivityHandler {
  readonly #parts: SupportBotParts;
  readonly #turn: Turn;
  readonly #state: TurnState;

  constructor(parts: SupportBotParts, turn: Turn) {
    super();
    this.#parts = parts;
    this.#turn = turn;
    this.#state = new TurnState(turn);
    this.onMessage((context) => this.#onMessage(context));
    this.onMembersAdded((context) => this.#onMembersAdded(context));
  }

  async #onMembersAdded(context: TurnContext): Promise<void> {
    const bot = this.#turn.activity.recipient?.id;
    const visitorJoined = (context.activity.membersAdded ?? []).some(({ id }) => id !== bot);
    await this.#withSession(context, async (session, dialogs) => {
      const isNew = session.case === undefined && session.step === 0 && !session.card;
      if (visitorJoined && isNew && !dialogs.activeDialog) await ask(context, this.#parts);
    });
  }

  async #onMessage(context: TurnContext): Promise<void> {
    await this.#withSession(context, async (session, dialogs) => {
      const mended = mendSession(session, this.#parts.guide);
      const intent = readIntent({
        activity: this.#turn.activity,
        session,
        understanding: this.#parts.understanding,
        replies: this.#parts.replies,
      });
      this.#openTurn(context, session, intent);
      if (mended && !leavesCase(intent)) {
        await foldCard(context, this.#parts, {
          text: this.#parts.presenter.say('record.passed'),
          mark: 'neutral',
        });
        await dialogs.cancelAllDialogs();
        const lead = this.#parts.presenter.say('case.check-gone');
        await dialogs.beginDialog(CaseDialog.id, { resume: true, lead });
        return;
      }
      if (await answerOutsideDialogs({ context, dialogs, services: this.#parts })) return;
      await dialogs.continueDialog();
    });
  }

  async #withSession(
    context: TurnContext,
    work: (session: Session, dialogs: DialogContext) => Promise<void>,
  ): Promise<void> {
    const sessions = this.#state.property<Session>('session');
    const session = await sessions.get(context, newSession());
    this.#openTurn(context, session, { is: 'nothing' });
    await work(session, await this.#dialogs().createContext(context));
    if (session.case) this.#turn.saveCase(session.case);
    await sessions.set(context, session);
    await this.#state.save();
  }

  #openTurn(context: TurnContext, session: Session, intent: Intent): void {
    setDialogTurn(context, { session, intent, saveCase: (value) => this.#turn.saveCase(value) });
  }

  #dialogs(): DialogSet {
    const services = this.#parts;
    return new DialogSet(this.#state.property<DialogState>('dialogs'))
      .add(new QuestionDialog(services))
      .add(new CaseDialog())
      .add(new UnderstandingDialog(services))
      .add(new CheckingDialog(services))
      .add(new ClosingDialog(services))
      .add(new HandOverDialog(services))
      .add(new NewSymptomDialog(services));
  }
}

/** Whether the visitor wants out of the case, so that it does not matter which check is next. */
function leavesCase(intent: Intent): boolean {
  return intent.is === 'action' && ['talk-to-person', 'start-over'].includes(intent.action.do);
}

/** What the visitor is shown when a turn failed: one sentence, a reference, and the way to a person. */
export function createFailureMessage(presenter: Presenter): FailureMessage {
  return async ({ turn, reference }) => {
    const text = presenter.say('failure.text', { reference });
    return [presenter.text(await storedSession(turn), text, { offerPerson: true })];
  };
}

async function storedSession(turn: Turn): Promise<Session> {
  return (await new TurnState(turn).read<Session>('session')) ?? newSession();
}
