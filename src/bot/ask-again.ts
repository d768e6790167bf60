import type { TurnContext } from 'botbuilder';
import type { DialogContext } from '../../dialogs/support/sdk.ts';
import { dialogTurn, type DialogServices } from '../../dialogs/support/dialog-turn.ts';
import { ask, foldCard, send } from '../../dialogs/support/send.ts';
import type { Session } from '../conversation/session.ts';
import type { PhraseKey } from '../presentation/phrase-keys.ts';

/** A turn that no dialog has taken yet. */
export interface Scene {
  context: TurnContext;
  dialogs: DialogContext;
  services: DialogServices;
  /** What stood in the session before this turn. */
  before: { misunderstood: number; repeated?: string };
}

/**
 * Says a sentence and asks the current question again; its card is not made anew when nothing is asked. Whoever would
 * read the same sentence twice in a row is offered a person.
 */
export async function repeat(scene: Scene, key: PhraseKey): Promise<boolean> {
  const { session } = dialogTurn(scene.context);
  const isSaid = scene.before.repeated === key;
  const said = isSaid ? (key === 'step.offer-person' ? 'step.offer-person-again' : 'step.offer-person') : key;
  session.repeated = said;
  return askAgain(scene, scene.services.presenter.say(said));
}

export async function askAgain(scene: Scene, lead?: string): Promise<boolean> {
  const { session } = dialogTurn(scene.context);
  const { context, services } = scene;
  if (isAnswerable(session)) {
    // Only one card at a time can be answered, so the earlier one gives way to the one below.
    await foldCard(context, services, { text: services.presenter.say('record.moved'), mark: 'neutral' });
    await ask(context, services, lead);
    return true;
  }
  const text = lead ?? services.presenter.say('ask.symptom-again');
  await send(context, services.presenter.text(session, text, { offerPerson: session.misunderstood > 1 }));
  return true;
}

/** Whether the current question has a card worth showing again. */
export function isAnswerable(session: Session): boolean {
  const { kind } = session.question;
  return kind !== 'symptom' && kind !== 'rating' && kind !== 'person';
}

/** Says a sentence that ends in "we're here", and then what that is. */
export async function sayWhereWeAre(scene: Scene, key: PhraseKey): Promise<boolean> {
  const { session } = dialogTurn(scene.context);
  await askAgain(scene, scene.services.presenter.say(key));
  if (!isAnswerable(session)) await send(scene.context, scene.services.presenter.whereWeAre(session));
  return true;
}
