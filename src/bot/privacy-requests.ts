import type { TurnContext } from 'botbuilder';
import type { DialogServices } from '../../dialogs/support/dialog-turn.ts';
import { send } from '../../dialogs/support/send.ts';
import { parsePrivacyAction, type PrivacyAction } from '../conversation/actions.ts';
import type { Activity, Attachment } from '../conversation/activity.ts';
import { newSession, type Session } from '../conversation/session.ts';
import type { ConversationRecord } from '../conversation/store.ts';
import type { PrivacyRequestReader } from '../understanding/privacy-request.ts';
import type { ReplyReader } from '../understanding/replies.ts';
import { turnOf } from './turn-adapter.ts';

/** What the bot needs for visitors who want their data, or want it deleted. */
export interface PrivacyServices {
  privacyRequests: PrivacyRequestReader;
  /** Puts everything kept about the visitor into files. Undefined when that cannot be done here. */
  giveData?: (conversation: ConversationRecord) => Promise<Attachment[]>;
}

interface Scene {
  context: TurnContext;
  session: Session;
  services: DialogServices & PrivacyServices & { replies: ReplyReader };
  activity: Activity;
}

/** How much of a typed text an answer to "delete everything?" has to cover. */
const answerFrom = 0.5;

/**
 * Answers "delete my data" and "give me my data", which hold at any step, also while a person has the case.
 * @returns false when the message is about something else.
 */
export async function answerPrivacyRequest(scene: Scene): Promise<boolean> {
  const { session } = scene;
  const asked = session.deleting;
  const wanted = wantedBy(scene);
  if (wanted?.do === 'confirm-delete' && wanted.ask !== asked?.ask) return sayKept(scene);
  if (wanted?.do === 'confirm-delete' && wanted.answer === 'yes') {
    eraseAll(scene);
    return true;
  }
  if (asked) await foldAsk(scene);
  switch (wanted?.do) {
    case 'confirm-delete':
      return sayKept(scene);
    case 'delete-data':
      await askToDelete(scene);
      return true;
    case 'give-data':
      await giveData(scene);
      return true;
    case undefined:
      return false;
  }
}

function wantedBy({ activity, session, services }: Scene): PrivacyAction | undefined {
  const clicked = parsePrivacyAction(activity.value);
  if (clicked || (activity.value !== undefined && activity.value !== null)) return clicked;
  const text = activity.text ?? '';
  const request = services.privacyRequests.read(text);
  if (request) return { do: request === 'delete' ? 'delete-data' : 'give-data' };
  if (!session.deleting) return undefined;
  const reply = services.replies.read(text).find(({ certainty }) => certainty >= answerFrom)?.reply;
  const { ask } = session.deleting;
  if (reply === 'yes') return { do: 'confirm-delete', answer: 'yes', ask };
  return reply === 'no' || reply === 'back' ? { do: 'confirm-delete', answer: 'no', ask } : undefined;
}

async function askToDelete({ context, session, services }: Scene): Promise<void> {
  const ask = turnOf(context).turn.seq;
  session.deleting = { ask };
  session.deleting.card = await send(context, services.presenter.askToDelete(session, ask));
}

/** The card that asks becomes one line, so that it cannot be answered later. */
async function foldAsk({ context, session, services }: Scene): Promise<void> {
  const card = session.deleting?.card;
  session.deleting = undefined;
  if (card === undefined) return;
  const text = services.presenter.say('privacy.kept');
  turnOf(context).turn.send(services.presenter.record({ session, card, text, mark: 'neutral' }));
}

async function sayKept({ context, session, services }: Scene): Promise<true> {
  const { presenter } = services;
  await send(context, presenter.text(session, presenter.say('privacy.kept-text')));
  return true;
}

/** The last message tells of no case and no state: it is the only thing that is left, on the visitor's screen. */
function eraseAll({ context, session, services }: Scene): void {
  const { presenter } = services;
  const wasShared = session.escalation?.consent === true;
  const text = presenter.say(wasShared ? 'privacy.erased-shared' : 'privacy.erased');
  const message = presenter.text(newSession(), text);
  const channelData = { support: { case: null, state: 'closed' } };
  turnOf(context).turn.erase([
    { ...message, channelData },
    { type: 'endOfConversation', code: 'completedSuccessfully' },
  ]);
}

async function giveData({ context, session, services }: Scene): Promise<void> {
  const { presenter } = services;
  const { conversation } = turnOf(context).turn;
  const files = await services.giveData?.(conversation);
  if (!files) {
    const text = presenter.say('privacy.not-given');
    await send(context, presenter.text(session, text, { offerPerson: true }));
    return;
  }
  await send(context, { ...presenter.text(session, presenter.say('privacy.given')), attachments: files });
}
