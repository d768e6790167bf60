import type { TurnContext } from 'botbuilder';
import type { DialogContext } from '../../dialogs/support/sdk.ts';
import { ClosingDialog } from '../../dialogs/closing-dialog.ts';
import { HandOverDialog } from '../../dialogs/hand-over-dialog.ts';
import { dialogTurn, type DialogServices } from '../../dialogs/support/dialog-turn.ts';
import { moveEscalation, outlookOf, runningEscalation } from '../../dialogs/support/escalation-changes.ts';
import { resumeBot } from '../../dialogs/support/resume-bot.ts';
import { foldCard, send } from '../../dialogs/support/send.ts';
import { parseAction } from '../conversation/actions.ts';
import type { Activity } from '../conversation/activity.ts';
import type { AgentAccount, Escalation, EscalationEvent, SupportAct } from '../conversation/escalation.ts';
import { refusalToSpeak } from '../escalation/escalation.ts';
import { entriesOfAgent, entriesOfVisitor } from '../escalation/outbox-entries.ts';
import { turnOf } from './turn-adapter.ts';
import { quoteForMarkdown } from '../presentation/markdown.ts';
import { SupportError } from '../errors.ts';

interface Scene {
  context: TurnContext;
  dialogs: DialogContext;
  services: DialogServices;
}

/** What a visitor types to be with the bot again. */
const botCommand = /^\/bot$/i;

/**
 * Passes on what the visitor wrote. While a person has the case that is all that happens: true, and the bot is silent,
 * unless the visitor calls it back.
 */
export async function relayToPerson(scene: Scene & { activity: Activity }): Promise<boolean> {
  const { context, dialogs, services, activity } = scene;
  const escalation = runningEscalation(context);
  if (!escalation) return false;
  const isTaken = escalation.state === 'accepted';
  if (callsBot(activity)) {
    const event: EscalationEvent = { is: isTaken ? 'returned' : 'cancelled' };
    await moveEscalation(context, services, { by: { is: 'visitor' }, event });
    await resumeBot(dialogs, services, services.presenter.say('person.back'));
    return true;
  }
  const { targets } = services.handOver;
  const { tell } = dialogTurn(context);
  for (const entry of entriesOfVisitor({ escalation, targets, activityId: activity.id ?? '' })) tell(entry);
  return isTaken;
}

/** While a person has the case its button counts wherever it stands: the visitor means it. */
function callsBot({ text = '', value }: Activity): boolean {
  return botCommand.test(text.trim()) || parseAction(value)?.do === 'return-to-bot';
}

/** Does what an agent, a target or the clock wants. @throws SupportError `escalation.*` when it does not fit. */
export async function supportAct(scene: Scene & { act: SupportAct }): Promise<void> {
  const { context, services, act } = scene;
  const { session } = dialogTurn(context);
  if (session.escalation?.id !== act.escalationId) {
    throw new SupportError(
      'escalation.ended',
      `The escalation ${act.escalationId} has given way to a later one.`,
    );
  }
  if (act.do === 'message') return speak(scene, act);
  if (act.event.is === 'accepted') await takeOver(scene, session.escalation);
  const escalation = await moveEscalation(context, services, act);
  await showChange(scene, { escalation, event: act.event });
}

function speak(
  { context, services }: Scene,
  { by, message, through }: Extract<SupportAct, { do: 'message' }>,
): void {
  const { session, tell } = dialogTurn(context);
  const { escalation } = session;
  if (!escalation) return;
  const refused = refusalToSpeak(escalation, by);
  if (refused) throw new SupportError(refused, `The escalation ${escalation.id} is ${escalation.state}.`);
  const agent = by.is === 'agent' ? by.name : (escalation.agent?.name ?? by.name);
  // Past the SDK, which would put the bot's name in place of the agent's.
  const activityId = turnOf(context).turn.send(services.presenter.fromAgent(session, { agent, message }));
  const from = by.is === 'target' ? by.name : through;
  const { targets } = services.handOver;
  for (const entry of entriesOfAgent({ escalation, targets, activityId, from })) tell(entry);
}

async function showChange(
  scene: Scene,
  { escalation, event }: { escalation: Escalation; event: EscalationEvent },
): Promise<void> {
  const { dialogs, services } = scene;
  const { presenter } = services;
  const here = (key: 'person.here' | 'person.handed-on', { name }: AgentAccount) =>
    personIsHere(scene, presenter.say(key, { agent: quoteForMarkdown(name, 60) }));
  switch (event.is) {
    case 'accepted':
      return here('person.here', event.agent);
    case 'handed-on':
      if (event.to) return here('person.handed-on', event.to);
      return waitAgain(scene, escalation);
    case 'returned':
      await resumeBot(dialogs, services, presenter.say('person.back'));
      return;
    case 'closed':
      return closeCase(scene, event);
    case 'timed-out':
      return offerOtherWays(scene, presenter.say('person.timed-out'));
    case 'declined':
      return offerOtherWays(scene, presenter.say('person.declined'));
    default:
      return;
  }
}

/** The bot steps back: its question is left, and the person's case is the conversation's. */
async function takeOver(
  { context, dialogs, services }: Scene,
  { caseId, because }: Escalation,
): Promise<void> {
  const { session, findCase, saveCase } = dialogTurn(context);
  await foldCard(context, services, { text: services.presenter.say('record.passed'), mark: 'neutral' });
  await dialogs.cancelAllDialogs();
  if (session.case?.id !== caseId) {
    if (session.case) saveCase(session.case);
    session.parked = { question: session.question, ...(session.case ? { case: session.case } : {}) };
    session.case = (await findCase(caseId)) ?? session.case;
  }
  session.question = { kind: 'person', because };
  session.card = undefined;
  session.step += 1;
}

async function personIsHere({ context, services }: Scene, text: string): Promise<void> {
  await send(context, services.presenter.withPerson(dialogTurn(context).session, text));
}

async function waitAgain({ context, services }: Scene, escalation: Escalation): Promise<void> {
  const { session } = dialogTurn(context);
  const { presenter } = services;
  const outlook = presenter.outlook(await outlookOf(services, escalation));
  await send(context, presenter.withPerson(session, `${presenter.say('person.queued-again')} ${outlook}`));
}

/** A ticket or the bot; when the bot is at another problem with the visitor already, they are only told. */
async function offerOtherWays({ context, dialogs, services }: Scene, lead: string): Promise<void> {
  const { session } = dialogTurn(context);
  const { question, escalation } = session;
  if (question.kind !== 'person' || !escalation) {
    await send(context, services.presenter.text(session, lead));
    return;
  }
  await foldCard(context, services, { text: services.presenter.say('record.passed'), mark: 'neutral' });
  await dialogs.cancelAllDialogs();
  await dialogs.beginDialog(HandOverDialog.id, { because: escalation.because, asked: [], lead });
}

/** The visitor is asked for a rating; the case stands as the agent says. */
async function closeCase(
  { context, dialogs, services }: Scene,
  { solved, check }: Extract<EscalationEvent, { is: 'closed' }>,
): Promise<void> {
  const { session, findCase, saveCase } = dialogTurn(context);
  const furtherCases = session.escalation?.furtherCases ?? [];
  // Only what the guide knows can be asked earlier in later cases.
  const isKnown = services.guide.check(check ?? '') !== undefined;
  const further = await Promise.all(furtherCases.map(findCase));
  for (const current of [...further, session.case]) {
    if (!current) continue;
    current.state = solved ? 'solved' : 'closed';
    current.outcome = 'handed-over';
    current.closedAt = services.now().toISOString();
    current.byPerson = { solved, ...(isKnown && current === session.case ? { check } : {}) };
    saveCase(current);
  }
  session.parked = undefined;
  await dialogs.beginDialog(ClosingDialog.id, { explained: false, person: { solved } });
}
