import type { Activity, Attachment } from '../conversation/activity.ts';
import type { AgentMessage } from '../conversation/escalation.ts';
import type { AnsweredCheck, Case } from '../conversation/case.ts';
import type { Outlook, Session } from '../conversation/session.ts';
import type { Guide } from '../guide/guide.ts';
import {
  checkCardData,
  handedOverCardData,
  outlookInWords,
  personAskData,
  recordKey,
  solvedCardData,
  whereCardData,
  confirmCardData,
} from './card-data.ts';
import type { FillCard } from './card-templates.ts';
import { cardToText } from './plain-text.ts';
import { quoteForMarkdown } from './markdown.ts';
import type { Say } from './say.ts';

/** Makes activities of where a conversation stands. Pure but for the templates it was given. */
export interface Presenter {
  say: Say;
  /** The card that asks a question, under an optional sentence that leads to it. */
  question(session: Session, lead?: string): Activity;
  /** The one line that an answered card becomes. */
  record(input: { session: Session; card: string; text: string; mark: RecordMark }): Activity;
  recordOfAnswer(answered: Pick<AnsweredCheck, 'check' | 'answer'>): string;
  whereWeAre(session: Session): Activity;
  /** Asks whether all that is known of the visitor is to be deleted. `ask` comes back with the answer. */
  askToDelete(session: Session, ask: number): Activity;
  /** A plain message; `offerPerson` puts a button for a person under it. */
  text(session: Session, text: string, options?: { offerPerson?: boolean }): Activity;
  /** The case's problem as a half sentence, in the guide's words. */
  subject(value: Case): string;
  /** The same activity with the conversation's public state. */
  withState(session: Session, activity: Activity): Activity;
  /** Where a waiting visitor stands, in words. */
  outlook(outlook: Outlook): string;
  /** Says something, with a button that brings the bot back. */
  withPerson(session: Session, text: string): Activity;
  /** What an agent writes, under their name. */
  fromAgent(session: Session, input: { agent: string; message: AgentMessage }): Activity;
}

export type RecordMark = 'good' | 'neutral' | 'open';

const marks: Record<RecordMark, { mark: string; color: string }> = {
  good: { mark: '✓', color: 'Good' },
  neutral: { mark: '•', color: 'Default' },
  open: { mark: '?', color: 'Warning' },
};

interface PresenterParts {
  guide: Guide;
  say: Say;
  fill: FillCard;
}

export function createPresenter(parts: PresenterParts): Presenter {
  const { guide, say, fill } = parts;

  const message = (session: Session, input: { text?: string; card?: Attachment; id?: string }): Activity => ({
    type: 'message',
    ...(input.id === undefined ? {} : { id: input.id }),
    ...(input.text === undefined ? {} : { text: input.text, textFormat: 'markdown' }),
    ...(input.card === undefined
      ? {}
      : {
          attachments: [input.card],
          summary: [input.text, cardToText(input.card.content)].filter(Boolean).join('\n'),
        }),
    channelData: { support: supportData(session) },
  });

  const subject = (value: Case) => subjectOf(guide, value);

  return {
    say,
    subject,
    question: (session, lead) => {
      if (session.question.kind === 'symptom' && session.case === undefined && lead === undefined) {
        return message(session, { card: greetingCard({ guide, say, fill, session }) });
      }
      return message(session, { text: lead, card: cardOf(parts, session) });
    },
    record: ({ session, card, text, mark }) =>
      message(session, { id: card, card: fill('record', { ...marks[mark], text }) }),
    recordOfAnswer: ({ check, answer }) => {
      const found = guide.check(check);
      return say(recordKey(found, answer), { check: found?.title ?? check });
    },
    whereWeAre: (session) =>
      message(session, { card: fill('where-we-are', whereCardData({ guide, say, session, subject })) }),
    withState: (session, activity) => ({ ...activity, channelData: { support: supportData(session) } }),
    outlook: (outlook) => outlookInWords(outlook, say),
    withPerson: (session, text) => {
      const back = [{ label: say('label.return-to-bot') }];
      return message(session, {
        card: fill('ask-person', { ...placeOf(session), text, ask: '', answers: [], back }),
      });
    },
    fromAgent: (session, { agent, message: { text, attachments } }) => ({
      type: 'message',
      from: { id: 'agent', name: agent, role: 'bot' },
      ...(text === undefined ? {} : { text, textFormat: 'markdown' }),
      ...(attachments === undefined ? {} : { attachments }),
      channelData: { support: { ...supportData(session), agent: { name: agent } } },
    }),
    askToDelete: (session, ask) =>
      message(session, {
        card: fill('delete-data', {
          question: say('privacy.ask'),
          text: say('privacy.ask-text'),
          labels: { yes: say('privacy.yes'), no: say('privacy.no') },
          ask,
        }),
      }),
    text: (session, text, options) => ({
      ...message(session, { text }),
      ...(options?.offerPerson ? { suggestedActions: offerPerson(say) } : {}),
    }),
  };
}

function subjectOf(guide: Guide, value: Case): string {
  const section = guide.section(value.sections[0]?.section ?? '');
  return section?.understood ?? quoteForMarkdown(value.symptoms[0] ?? '', 120);
}

/** The card that asks the session's question; none while it is the visitor's turn to tell. */
function cardOf(parts: PresenterParts, session: Session): Attachment | undefined {
  const { guide, say, fill } = parts;
  const { question } = session;
  const base = placeOf(session);
  const person = say('label.person');
  const subject = (value: Case) => subjectOf(guide, value);
  switch (question.kind) {
    case 'symptom':
      return undefined;
    case 'phone':
      return fill('which-phone', {
        ...base,
        question: say('ask.phone'),
        why: say('ask.phone-why'),
        labels: { android: say('label.android'), iphone: say('label.iphone'), person },
      });
    case 'section':
      return fill('did-you-mean', {
        ...base,
        question: say('ask.section'),
        hint: say('ask.section-hint'),
        choices: question.sections.map((id) => ({ section: id, label: guide.section(id)?.choice ?? id })),
        labels: { none: say('label.none'), person },
      });
    case 'check':
      return fill(
        'check',
        checkCardData({ guide, say, session, question, facets: session.case?.facets ?? {} }),
      );
    case 'new-or-part':
      return fill('new-or-part', {
        ...base,
        question: say('ask.new-or-part'),
        hint: session.case ? say('ask.new-or-part-hint', { subject: subject(session.case) }) : '',
        labels: { new: say('label.new'), part: say('label.part'), person },
      });
    case 'works':
    case 'later':
      return fill('confirm', { ...base, ...confirmCardData({ say, session, question }) });
    case 'lasted':
      return fill('did-it-last', {
        ...base,
        question: say('ask.lasted'),
        hint: say('ask.lasted-hint', {
          check: guide.check(question.check)?.title ?? question.check,
          subject: session.case ? subject(session.case) : '',
        }),
        labels: { yes: say('label.lasted'), no: say('label.came-back'), stop: say('label.no-follow-ups') },
      });
    case 'rating':
      return fill('solved', { ...base, ...solvedCardData({ guide, say, question }) });
    case 'person':
      if (question.isFollowUp)
        return fill('ask-person', { ...base, text: '', ...personAskData(question, say) });
      return fill('handed-over', {
        ...base,
        ...handedOverCardData({ guide, say, session, question, subject }),
      });
  }
}

/** Says to which question of which case a button belongs. */
function placeOf(session: Session): { case: string; step: number } {
  return { case: session.case?.id ?? '', step: session.step };
}

/** Buttons under a message that has no card. */
function offerPerson(say: Say): object {
  const title = say('label.person');
  return {
    actions: [
      { type: 'messageBack', title, text: title, displayText: title, value: { do: 'talk-to-person' } },
    ],
  };
}

/** The public state of a conversation, on every message (a contract: docs/protocol.md). */
function supportData(session: Session): Record<string, unknown> {
  const { question } = session;
  const check = question.kind === 'check' ? question : undefined;
  return {
    case: session.case?.id ?? null,
    state: session.case?.state ?? 'understanding',
    ...(check
      ? { section: check.section, check: check.check, position: check.position, total: check.total }
      : {}),
    ...(question.kind === 'works' ? { check: question.check } : {}),
    ...(!check && session.case?.sections[0] ? { section: session.case.sections[0].section } : {}),
  };
}

function greetingCard(input: { guide: Guide; say: Say; fill: FillCard; session: Session }): Attachment {
  const { guide, say, fill, session } = input;
  return fill('greeting', {
    case: '',
    step: session.step,
    title: say('greeting.title'),
    text: say('greeting.text'),
    invite: say('greeting.invite'),
    common: guide.settings.common,
    labels: { person: say('label.person') },
  });
}
