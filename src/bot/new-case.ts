import { CaseDialog, type CaseOptions } from '../../dialogs/case-dialog.ts';
import { endCase } from '../../dialogs/support/case-changes.ts';
import { dialogTurn } from '../../dialogs/support/dialog-turn.ts';
import { foldCard } from '../../dialogs/support/send.ts';
import { devicesOf } from '../conversation/case.ts';
import type { Scene } from './ask-again.ts';

export async function startCase(scene: Scene, options: CaseOptions): Promise<boolean> {
  await scene.dialogs.cancelAllDialogs();
  await scene.dialogs.beginDialog(CaseDialog.id, options);
  return true;
}

/** What the case is about was understood wrongly: it begins again with what is meant and with the same devices. */
export async function startInstead(scene: Scene, text: string): Promise<boolean> {
  const { session } = dialogTurn(scene.context);
  await leaveQuestion(scene);
  session.told = { ...session.told, ...devicesOf(session.case?.facets ?? {}) };
  endCase(scene.context, scene.services, { state: 'closed', outcome: 'abandoned' });
  return startCase(scene, { text });
}

/** Folds the card of a question that is left without an answer. */
export async function leaveQuestion(scene: Scene): Promise<void> {
  const { session } = dialogTurn(scene.context);
  const { context, services } = scene;
  const isSolved = session.question.kind === 'rating' || session.question.kind === 'later';
  const text = services.presenter.say(isSolved ? 'solved.title' : 'record.passed');
  await foldCard(context, services, { text, mark: isSolved ? 'good' : 'neutral' });
}
