import { HandOverDialog } from '../../dialogs/hand-over-dialog.ts';
import { NewSymptomDialog } from '../../dialogs/new-symptom-dialog.ts';
import { endCase, reopenCase } from '../../dialogs/support/case-changes.ts';
import { moveEscalation, outlookOf, runningEscalation } from '../../dialogs/support/escalation-changes.ts';
import { resumeBot } from '../../dialogs/support/resume-bot.ts';
import { dialogTurn } from '../../dialogs/support/dialog-turn.ts';
import { foldCard, send } from '../../dialogs/support/send.ts';
import type { Action } from '../conversation/actions.ts';
import type { Facets } from '../conversation/case.ts';
import type { Outlook, Session } from '../conversation/session.ts';
import type { PhraseKey } from '../presentation/phrase-keys.ts';
import type { Intent } from '../understanding/intent.ts';
import { askAgain, isAnswerable, repeat, sayWhereWeAre, type Scene } from './ask-again.ts';
import { misunderstood, noteForPerson, unclearKey } from './misunderstood.ts';
import { leaveQuestion, startCase, startInstead } from './new-case.ts';

/**
 * Answers what holds at any step: commands, stale clicks, small talk, the wish for a person, a new symptom.
 * Returns true when the turn is answered, false when the running dialog should take the intent.
 */
export async function answerOutsideDialogs(visit: Omit<Scene, 'before'>): Promise<boolean> {
  const { intent, session } = dialogTurn(visit.context);
  const before = { misunderstood: session.misunderstood, repeated: session.repeated };
  const scene: Scene = { ...visit, before };
  session.misunderstood = 0;
  session.repeated = undefined;
  if (isAnswerForPerson(session, intent)) return false;
  switch (intent.is) {
    case 'stale':
      return sayWhereWeAre(scene, 'step.stale');
    case 'invalid':
      return sayWhereWeAre(scene, 'step.invalid');
    case 'works-elsewhere':
      return repeat(scene, 'step.works-elsewhere');
    case 'not-yet':
      if (session.question.kind === 'works') return repeat(scene, 'step.then-try');
      if (session.question.kind === 'check') session.question.isOff = true;
      return repeat(scene, 'step.then-fix');
    case 'files':
      if (session.question.kind === 'person') return noteForPerson(scene);
      return repeat(scene, intent.arePictures ? 'step.picture-kept' : 'step.file-kept');
    case 'nothing':
      return repeat(scene, 'step.only-text');
    case 'command':
      return command(scene, intent.command);
    case 'small-talk':
      return smallTalk(scene, intent.smallTalk);
    case 'off-topic':
      return misunderstood(scene, 'talk.off-topic');
    case 'unclear':
      return misunderstood(scene, unclearKey(session, intent.inOtherLanguage));
    case 'details':
      return noteDetails(scene, intent.facets);
    case 'symptom':
      return symptom(scene, intent);
    case 'action':
      return action(scene, intent);
  }
}

async function action(scene: Scene, intent: Extract<Intent, { is: 'action' }>): Promise<boolean> {
  const { session } = dialogTurn(scene.context);
  const { services } = scene;
  switch (intent.action.do) {
    case 'talk-to-person':
      return talkToPerson(scene, intent.typed);
    case 'return-to-bot':
      return returnToBot(scene);
    case 'start-over':
      await leaveQuestion(scene);
      await sayStillWaiting(scene);
      endCase(scene.context, services, { state: 'closed', outcome: 'abandoned' });
      session.case = undefined;
      session.askedWithoutCheck = false;
      return startCase(scene, {});
    case 'tell-lasted':
      return intent.action.answer === 'stop' ? stopFollowUps(scene) : false;
    case 'describe':
      await foldGreeting(scene);
      return startCase(scene, { text: intent.action.text });
    case 'answer-check':
      return typedOutsideCheck(scene, intent.action);
    case 'confirm-fixed':
      if (session.question.kind === 'person') return solvedMeanwhile(scene);
      if (session.question.kind !== 'symptom') return false;
      reopenCase(scene.context);
      return startCase(scene, { resume: true, lead: services.presenter.say('solved.reopened') });
    default:
      return false;
  }
}

/** "Back" and "skip" typed where no check is asked; they come without the id of one. */
async function typedOutsideCheck(
  scene: Scene,
  { check, answer }: Extract<Action, { do: 'answer-check' }>,
): Promise<boolean> {
  const { session } = dialogTurn(scene.context);
  if (check !== '') return false;
  if (answer === 'skip' && session.question.kind === 'phone') {
    session.phoneUntold = session.case?.id;
    return false;
  }
  if (answer === 'skip' && session.question.kind === 'later') return false;
  if (answer === 'skip' && session.question.kind === 'rating') return sayOnly(scene, 'talk.goodbye');
  if (answer === 'skip') return repeat(scene, 'step.cannot-skip');
  switch (session.question.kind) {
    case 'works':
      return false;
    case 'new-or-part':
      await leaveQuestion(scene);
      return startCase(scene, { resume: true });
    case 'later':
    case 'rating':
    case 'lasted':
    case 'person':
      return command(scene, 'where-am-i');
    default:
      return repeat(scene, 'step.first');
  }
}

async function talkToPerson(scene: Scene, typed: string | undefined): Promise<boolean> {
  const { session } = dialogTurn(scene.context);
  const { context, dialogs, services } = scene;
  if (runningEscalation(context) && session.question.kind === 'person') {
    const outlook = await outlookNow(scene);
    const already = services.presenter.say('person.already', { case: session.case?.id ?? '' });
    const text = outlook ? `${already} ${services.presenter.outlook(outlook)}` : already;
    await send(context, services.presenter.text(session, text));
    return true;
  }
  await leaveQuestion(scene);
  await dialogs.cancelAllDialogs();
  await dialogs.beginDialog(HandOverDialog.id, { because: 'asked', text: typed });
  return true;
}

/** What a visitor in line can be told of the wait. */
async function outlookNow({ context, services }: Scene): Promise<Outlook | undefined> {
  const running = runningEscalation(context);
  return running?.state === 'queued' && !running.ticket ? outlookOf(services, running) : undefined;
}

async function sayOutlook(scene: Scene): Promise<void> {
  const { context, services } = scene;
  const { session } = dialogTurn(context);
  const outlook = session.question.kind === 'person' ? await outlookNow(scene) : undefined;
  if (outlook) await send(context, services.presenter.text(session, services.presenter.outlook(outlook)));
}

/** Holds at any step, from an old card too. */
async function stopFollowUps(scene: Scene): Promise<boolean> {
  const { session } = dialogTurn(scene.context);
  const { context, dialogs, services } = scene;
  session.noFollowUps = true;
  if (session.question.kind === 'lasted') {
    await foldCard(context, services, { text: services.presenter.say('record.passed'), mark: 'neutral' });
    await dialogs.cancelAllDialogs();
    session.question = { kind: 'symptom' };
    session.step += 1;
  }
  await send(context, services.presenter.text(session, services.presenter.say('lasted.stopped')));
  return true;
}

/** Another problem can be worked on in the meantime; whoever meant to wait no longer is told how. */
async function sayStillWaiting({ context, services }: Scene): Promise<void> {
  if (!runningEscalation(context)) return;
  const { session } = dialogTurn(context);
  await send(context, services.presenter.text(session, services.presenter.say('person.still-waiting')));
}

/** The visitor waits no longer: the bot goes on where it was. */
async function returnToBot(scene: Scene): Promise<boolean> {
  const { context, dialogs, services } = scene;
  if (!runningEscalation(context)) return sayWhereWeAre(scene, 'step.stale');
  await leaveQuestion(scene);
  await moveEscalation(context, services, { by: { is: 'visitor' }, event: { is: 'cancelled' } });
  await resumeBot(dialogs, services, services.presenter.say('person.back'));
  return true;
}

/** Whoever waits has no trouble any more: nobody has to come in. */
async function solvedMeanwhile(scene: Scene): Promise<boolean> {
  const { context, services } = scene;
  const { session } = dialogTurn(context);
  if (!runningEscalation(context) || session.case === undefined) return noteForPerson(scene);
  await leaveQuestion(scene);
  await moveEscalation(context, services, { by: { is: 'visitor' }, event: { is: 'cancelled' } });
  session.parked = undefined;
  await send(context, services.presenter.text(session, services.presenter.say('person.not-needed')));
  reopenCase(context);
  return startCase(scene, { resume: true, isSolved: true });
}

async function symptom(scene: Scene, intent: Extract<Intent, { is: 'symptom' }>): Promise<boolean> {
  const { session } = dialogTurn(scene.context);
  if (intent.isInstead) return startInstead(scene, intent.text);
  switch (session.question.kind) {
    case 'person':
      return noteForPerson(scene);
    case 'symptom':
    case 'later':
    case 'rating':
    case 'lasted':
      await leaveQuestion(scene);
      return startCase(scene, { text: intent.text });
    case 'phone':
    case 'section':
      if (session.case?.state !== 'understanding') return offerNewOrPart(scene, intent);
      await leaveQuestion(scene);
      return startCase(scene, { text: intent.text });
    case 'check':
    case 'works':
    case 'new-or-part':
      return offerNewOrPart(scene, intent);
  }
}

/** A symptom in a running case: the same again is no news, another one is asked about. */
async function offerNewOrPart(scene: Scene, intent: Extract<Intent, { is: 'symptom' }>): Promise<boolean> {
  const { session } = dialogTurn(scene.context);
  if (session.case?.sections[0]?.section === intent.diagnosis.sections[0]?.section) {
    return misunderstood(scene, unclearKey(session));
  }
  await leaveQuestion(scene);
  await scene.dialogs.cancelAllDialogs();
  // Before anything was answered, more words only say better what the trouble is.
  const isPart = session.case?.answers.length === 0;
  await scene.dialogs.beginDialog(NewSymptomDialog.id, { text: intent.text, isPart });
  return true;
}

async function command(scene: Scene, name: Extract<Intent, { is: 'command' }>['command']): Promise<boolean> {
  const { session } = dialogTurn(scene.context);
  const { context, services } = scene;
  if (name === 'why' && session.question.kind === 'person')
    return sayOnly(scene, session.question.ask === 'contact' ? 'person.contact-why' : 'person.consent-why');
  if (name === 'why' && session.question.kind === 'check') return sayWhy(scene, session.question.check);
  if (name === 'help' || name === 'why') return repeat(scene, helpKey(session));
  if (name === 'repeat' && isAnswerable(session)) return repeat(scene, 'step.repeated');
  if (name === 'repeat' && session.question.kind === 'symptom') return repeat(scene, 'greeting.again');
  if (name === 'where-am-i' || !isAnswerable(session)) {
    await send(context, services.presenter.whereWeAre(session));
    await sayOutlook(scene);
  }
  return isAnswerable(session) ? askAgain(scene) : true;
}

/** What goes wrong without what is asked; the open card stays where it is. */
async function sayWhy({ context, services }: Scene, check: string): Promise<boolean> {
  const { session } = dialogTurn(context);
  const why = services.guide.check(check)?.why ?? '';
  await send(context, services.presenter.text(session, services.presenter.say('step.why', { why })));
  return true;
}

/** What helps where the visitor is; the words that work anywhere are no help to who has not begun. */
function helpKey({ question }: Session): PhraseKey {
  if (question.kind === 'symptom') return 'help.start';
  return question.kind === 'check' ? 'help.check' : 'help.text';
}

async function smallTalk(
  scene: Scene,
  kind: Extract<Intent, { is: 'small-talk' }>['smallTalk'],
): Promise<boolean> {
  const { session } = dialogTurn(scene.context);
  if (kind === 'greeting' && session.question.kind === 'person') return talkToPerson(scene, undefined);
  if (kind === 'greeting') return repeat(scene, isAnswerable(session) ? 'greeting.here' : 'greeting.again');
  if (kind === 'goodbye') return sayOnly(scene, isAnswerable(session) ? 'talk.goodbye-open' : 'talk.goodbye');
  if (kind === 'wait') return sayOnly(scene, 'talk.wait');
  const isNoAnswer = kind === 'chatter' || kind === 'insult' || kind === 'about';
  if (!isAnswerable(session) || !isNoAnswer) return repeat(scene, `talk.${kind}`);
  return misunderstood(scene, kind === 'chatter' ? unclearKey(session) : `talk.${kind}`);
}

/** Whoever leaves or needs a moment is not asked again; the open card stays where it is. */
async function sayOnly({ context, services }: Scene, key: PhraseKey): Promise<boolean> {
  const { session } = dialogTurn(context);
  await send(context, services.presenter.text(session, services.presenter.say(key)));
  return true;
}

/** Facts about the devices count for the running question; the dialog decides what they change. */
async function noteDetails(scene: Scene, told: Facets): Promise<boolean> {
  const { session } = dialogTurn(scene.context);
  if (session.question.kind === 'works') return askAgain(scene);
  if (session.question.kind !== 'symptom') return false;
  session.told = { ...session.told, ...told };
  return askAgain(scene, scene.services.presenter.say('understood.devices'));
}

/** A plain wish for a person has at most so many words. */
const wishWords = 5;

/** Whether these words answer what a waiting visitor is asked: anything but thanks and a wish for something else. */
function isAnswerForPerson({ question }: Session, intent: Intent): boolean {
  if (question.kind !== 'person' || question.ask === undefined) return false;
  // A wish for a person that is more than those words tells the person something.
  if (intent.is === 'action' && intent.action.do === 'talk-to-person' && intent.typed !== undefined) {
    return intent.typed.includes('@') || intent.typed.trim().split(/\s+/).length > wishWords;
  }
  // Whoever was asked what else to tell rarely chats: a story without the words of the guide sounds like it.
  if (intent.is === 'small-talk') return ['chatter', 'about', 'insult', 'wait'].includes(intent.smallTalk);
  return ['symptom', 'details', 'unclear', 'off-topic', 'not-yet'].includes(intent.is);
}

async function foldGreeting(scene: Scene): Promise<void> {
  // The greeting stays as it is: it names what the bot is for, and its buttons are answered as stale from now on.
  const { session } = dialogTurn(scene.context);
  session.card = undefined;
}
