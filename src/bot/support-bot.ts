import {
  ActivityHandler,
  type AdaptiveCardInvokeResponse,
  type AdaptiveCardInvokeValue,
  type StatePropertyAccessor,
  type TurnContext,
} from 'botbuilder';
import { DialogSet, type DialogContext, type DialogState } from '../../dialogs/support/sdk.ts';
import { CaseDialog } from '../../dialogs/case-dialog.ts';
import { CheckingDialog } from '../../dialogs/checking-dialog.ts';
import { ClosingDialog } from '../../dialogs/closing-dialog.ts';
import { FollowUpDialog } from '../../dialogs/follow-up-dialog.ts';
import { HandOverDialog } from '../../dialogs/hand-over-dialog.ts';
import { NewSymptomDialog } from '../../dialogs/new-symptom-dialog.ts';
import { QuestionDialog } from '../../dialogs/question-dialog.ts';
import { UnderstandingDialog } from '../../dialogs/understanding-dialog.ts';
import { setDialogTurn, type DialogServices } from '../../dialogs/support/dialog-turn.ts';
import { ask, foldCard } from '../../dialogs/support/send.ts';
import type { Activity } from '../conversation/activity.ts';
import type { Act } from '../conversation/escalation.ts';
import type { Case } from '../conversation/case.ts';
import { newSession, type Session } from '../conversation/session.ts';
import type { FailureMessage, Turn, TurnHandler } from '../conversation/turn.ts';
import type { Presenter } from '../presentation/presenter.ts';
import type { Intent } from '../understanding/intent.ts';
import { unmatchedIn } from '../understanding/unmatched.ts';
import { readIntent } from '../understanding/read-intent.ts';
import type { ReplyReader } from '../understanding/replies.ts';
import { askWhetherItLasted } from './ask-lasted.ts';
import { answerCardInvoke } from './card-invoke.ts';
import { answerOutsideDialogs } from './commands.ts';
import { relayToPerson, supportAct } from './with-person.ts';
import { mendSession } from './mend-session.ts';
import { answerPrivacyRequest, type PrivacyServices } from './privacy-requests.ts';
import { TurnAdapter, turnOf } from './turn-adapter.ts';
import { TurnState } from './turn-state.ts';

export interface SupportBotParts extends DialogServices, PrivacyServices {
  replies: ReplyReader;
}

/** The bot as a turn handler: every turn reads the session, runs the dialogs and buffers what they change. */
export function createSupportBot(parts: SupportBotParts): TurnHandler {
  const bot = new SupportBot(parts);
  return (turn) => {
    const { act } = turn;
    return new TurnAdapter(turn).run((context) => (act ? bot.act(context, act) : bot.run(context)));
  };
}

/** The Bot Framework handler, one for all conversations: what belongs to a turn is in its context. */
class SupportBot extends ActivityHandler {
  readonly #parts: SupportBotParts;
  readonly #dialogs: DialogSet;
  readonly #memory = new SharedDialogMemory();

  constructor(parts: SupportBotParts) {
    super();
    this.#parts = parts;
    this.#dialogs = createDialogs(parts);
    this.onMessage((context) => this.#onMessage(context, turnOf(context).turn.activity));
    this.onMembersAdded((context) => this.#onMembersAdded(context));
  }

  /** What the support side does to the conversation. @throws SupportError `escalation.*` when it does not fit. */
  act(context: TurnContext, act: Act): Promise<void> {
    return this.#withSession(context, (_, dialogs) => {
      const scene = { context, dialogs, services: this.#parts };
      if (act.do === 'ask-lasted') return askWhetherItLasted({ ...scene, caseId: act.caseId });
      return supportAct({ ...scene, act });
    });
  }

  async #onMembersAdded(context: TurnContext): Promise<void> {
    const bot = turnOf(context).turn.activity.recipient?.id;
    const visitorJoined = (context.activity.membersAdded ?? []).some(({ id }) => id !== bot);
    await this.#withSession(context, async (session, dialogs) => {
      const isNew = session.case === undefined && session.step === 0 && !session.card;
      if (visitorJoined && isNew && !dialogs.activeDialog) await ask(context, this.#parts);
    });
  }

  protected override onAdaptiveCardInvoke(
    context: TurnContext,
    value: AdaptiveCardInvokeValue,
  ): Promise<AdaptiveCardInvokeResponse> {
    const submit = (activity: Activity) => this.#onMessage(context, activity);
    return answerCardInvoke(context, { value, submit });
  }

  async #onMessage(context: TurnContext, activity: Activity): Promise<void> {
    await this.#withSession(context, async (session, dialogs) => {
      if (await answerPrivacyRequest({ context, session, services: this.#parts, activity })) return;
      if (await relayToPerson({ context, dialogs, services: this.#parts, activity })) return;
      const mended = mendSession(session, this.#parts.guide);
      const intent = readIntent({
        activity,
        session,
        understanding: this.#parts.understanding,
        replies: this.#parts.replies,
      });
      openTurn(context, session, intent);
      noteUnmatched(context, { intent, session, activity });
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
    const { turn, state } = turnOf(context);
    const sessions = state.property<Session>('session');
    const session = await sessions.get(context, newSession());
    openTurn(context, session, { is: 'nothing' });
    this.#memory.share(context);
    await work(session, await this.#dialogs.createContext(context));
    this.#memory.keep(context);
    if (session.case) {
      if (!turn.act) noteLastHeard(session.case, session, this.#parts.now());
      turn.saveCase(session.case);
    }
    await sessions.set(context, session);
    await state.save();
  }
}

/** What an open case is counted by, should the visitor leave now. */
function noteLastHeard(value: Case, { question }: Session, now: Date): void {
  if (value.outcome !== undefined) return;
  const check = question.kind === 'check' || question.kind === 'works' ? question.check : undefined;
  value.last = { at: now.toISOString(), asked: question.kind, ...(check === undefined ? {} : { check }) };
}

/** What the guide has no section for is kept for whoever writes it. */
function noteUnmatched(
  context: TurnContext,
  { intent, session, activity }: { intent: Intent; session: Session; activity: Activity },
): void {
  const { question: asked, case: subject } = session;
  const found = unmatchedIn({ intent, asked, subject, text: activity.text?.trim() ?? '' });
  if (found) turnOf(context).turn.noteUnmatched({ ...found, caseId: () => session.case?.id });
}

function createDialogs(services: DialogServices): DialogSet {
  return new DialogSet(new DialogStack())
    .add(new QuestionDialog(services))
    .add(new CaseDialog())
    .add(new UnderstandingDialog(services))
    .add(new CheckingDialog(services))
    .add(new ClosingDialog(services))
    .add(new FollowUpDialog(services))
    .add(new HandOverDialog(services))
    .add(new NewSymptomDialog(services));
}

function openTurn(context: TurnContext, session: Session, intent: Intent): void {
  const { turn } = turnOf(context);
  setDialogTurn(context, {
    session,
    intent,
    seq: turn.seq,
    saveCase: (value) => turn.saveCase(value),
    unlearn: (caseId) => turn.unlearn(caseId),
    findCase: (id) => turn.findCase(id),
    escalate: (write) => turn.escalate(write),
    tell: (entry) => turn.tell(entry),
  });
}

/** The stack of running dialogs, in the state of whichever conversation a context belongs to. */
class DialogStack implements StatePropertyAccessor<DialogState> {
  get(context: TurnContext): Promise<DialogState | undefined>;
  get(context: TurnContext, initial: DialogState): Promise<DialogState>;
  get(context: TurnContext, initial: DialogState = { dialogStack: [] }): Promise<DialogState> {
    return this.#property(context).get(context, initial);
  }

  set(context: TurnContext, value: DialogState): Promise<void> {
    return this.#property(context).set(context, value);
  }

  delete(context: TurnContext): Promise<void> {
    return this.#property(context).delete(context);
  }

  #property(context: TurnContext): StatePropertyAccessor<DialogState> {
    return turnOf(context).state.property<DialogState>('dialogs');
  }
}

/**
 * What the SDK's DialogStateManager makes anew in every turn and looks for under this name before: its memory scopes
 * and path resolvers, which hold nothing of a turn. Making them takes a twentieth of the bot's time.
 */
class SharedDialogMemory {
  static readonly #name = 'DialogStateManagerConfiguration';
  #configuration: unknown;

  share(context: TurnContext): void {
    if (this.#configuration !== undefined)
      context.turnState.set(SharedDialogMemory.#name, this.#configuration);
  }

  keep(context: TurnContext): void {
    this.#configuration ??= context.turnState.get(SharedDialogMemory.#name);
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
