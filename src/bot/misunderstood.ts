import { dialogTurn } from '../../dialogs/support/dialog-turn.ts';
import { send } from '../../dialogs/support/send.ts';
import { devicesOf } from '../conversation/case.ts';
import type { Session } from '../conversation/session.ts';
import type { PhraseKey } from '../presentation/phrase-keys.ts';
import { repeat, type Scene } from './ask-again.ts';

/** After this many misunderstandings in a row a person is offered. */
const offerPersonAfter = 2;

/** No answer: says so, offers a person after a few times, and does not insist on a question that can be left open. */
export async function misunderstood(scene: Scene, key: PhraseKey): Promise<boolean> {
  const turn = dialogTurn(scene.context);
  const { session } = turn;
  if (session.question.kind === 'person') return noteForPerson(scene);
  if (session.question.kind === 'new-or-part' && key === unclearKey(session)) return goOnWithBoth(scene);
  session.misunderstood = scene.before.misunderstood + 1;
  if (session.question.kind === 'symptom') keepUnread(scene);
  if (key === 'ask.phone-hint' && session.misunderstood > 1) {
    session.phoneUntold = session.case?.id;
    turn.intent = { is: 'action', action: { do: 'answer-check', check: '', answer: 'skip' } };
    return false;
  }
  const isOften = session.misunderstood > offerPersonAfter;
  if (key === 'talk.off-topic')
    return repeat(scene, isOften || session.misunderstood > 1 ? 'talk.off-topic-again' : key);
  return repeat(scene, isOften ? 'step.offer-person' : key);
}

/** What is said of a text that is no answer to the question. */
export function unclearKey({ question }: Session, inOtherLanguage = false): PhraseKey {
  if (inOtherLanguage) return 'step.other-language';
  if (question.kind === 'symptom') return 'ask.symptom-again';
  return question.kind === 'phone' ? 'ask.phone-hint' : 'step.not-read';
}

/** Which of the two it is was not said: both are kept in mind, and the check that was left is asked again. */
function goOnWithBoth({ context }: Scene): boolean {
  dialogTurn(context).intent = { is: 'action', action: { do: 'new-symptom', as: 'part' } };
  return false;
}

/** So many texts that could not be read are kept for a person, each of so many characters at most. */
const [mostUnread, longestUnread] = [3, 500];

/** What is no symptom as far as the bot can tell may be one for a person, and tells devices all the same. */
function keepUnread({ context, services }: Scene): void {
  const { session } = dialogTurn(context);
  const text: unknown = context.activity.text;
  if (typeof text !== 'string' || text.trim() === '') return;
  session.unread = [...(session.unread ?? []), text.trim().slice(0, longestUnread)].slice(-mostUnread);
  session.told = { ...session.told, ...devicesOf(services.understanding.diagnose(text).named) };
}

export async function noteForPerson(scene: Scene): Promise<boolean> {
  const { session } = dialogTurn(scene.context);
  const { context, services } = scene;
  const text = services.presenter.say('person.noted', { case: session.case?.id ?? '' });
  await send(context, services.presenter.text(session, text));
  return true;
}
