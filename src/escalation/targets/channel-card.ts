import type { AgentAction } from '../../conversation/actions.ts';
import type { Attachment } from '../../conversation/activity.ts';
import type { Escalation } from '../../conversation/escalation.ts';
import type { CaseTold } from '../../conversation/support-channel-store.ts';
import { hasEnded } from '../escalation.ts';
import { escaped } from '../package/markdown.ts';
import type { HandOverPackage, TranscriptLine } from '../package/package.ts';
import { readableTime, saidIn } from '../package/text.ts';
import type { Wording } from '../package/wording.ts';

/** What the target says in the support team's channel; the sentences are in the guide's phrases. */
export type ChannelPhrase =
  | 'team.title'
  | 'team.subtitle'
  | 'team.waiting'
  | 'team.ticket'
  | 'team.accepted'
  | 'team.timed-out'
  | 'team.declined'
  | 'team.solved'
  | 'team.not-solved'
  | 'team.returned'
  | 'team.cancelled'
  | 'team.fact-devices'
  | 'team.fact-section'
  | 'team.fact-reply'
  | 'team.checks'
  | 'team.hint-take'
  | 'team.hint-answer'
  | 'team.transcript'
  | 'team.transcript-cut'
  | 'team.show'
  | 'team.desk'
  | 'team.take'
  | 'team.hand-on'
  | 'team.give-back'
  | 'team.solved-button'
  | 'team.not-solved-button'
  | 'team.somebody'
  | 'team.visitor'
  | 'team.message'
  | 'team.file'
  | 'team.message-cut'
  | 'team.maybe-missing';

export interface ChannelWords {
  say(key: ChannelPhrase, values?: Record<string, string>): string;
  wording: Wording;
  /** Fills a card template. */
  fill(name: 'support-case' | 'support-transcript', data: object): Attachment;
  /** Where agents reach the desk, such as `https://support.example.org`; empty when nobody else can. */
  deskUrl(): string;
}

/** Characters of the summary, and checks, that stand on a card; all of it is at the desk. */
const longest = { summary: 1500, folded: 240, check: 200, line: 600 };
const mostChecks = 20;
/** Bytes of the lines on the transcript's card; Teams takes 28 KB a message. */
const transcriptRoom = 20_000;
/** What stands around a line. */
const frameOfLine = 80;

/** What a card tells whatever the state is. Pure. */
export function toldOf(handOver: HandOverPackage, { say, wording }: ChannelWords): CaseTold {
  const { summary, facets, section, checks, escalation } = handOver;
  const facts = [
    { name: say('team.fact-devices'), value: wording.facets(facets) },
    { name: say('team.fact-section'), value: section?.title ?? '' },
    { name: say('team.fact-reply'), value: escalation.email ?? '' },
  ];
  return {
    summary: escaped(cut(summary, longest.summary)),
    facts: facts
      .filter(({ value }) => value !== '')
      .map(({ name, value }) => ({ name, value: escaped(value) })),
    checks: checks.slice(-mostChecks).map(({ result }) => escaped(cut(result, longest.check))),
  };
}

/** How a case stands, in one line. */
export function stateInWords(
  escalation: Pick<Escalation, 'state' | 'ticket' | 'agent' | 'outcome'>,
  { say }: Pick<ChannelWords, 'say'>,
): string {
  const agent = escaped(cut(escalation.agent?.name ?? say('team.somebody'), 60));
  switch (escalation.state) {
    case 'requested':
    case 'queued':
      return say(escalation.ticket ? 'team.ticket' : 'team.waiting');
    case 'accepted':
      return say('team.accepted', { agent });
    case 'closed':
      return say(escalation.outcome?.solved ? 'team.solved' : 'team.not-solved', { agent });
    default:
      return say(`team.${escalation.state}`);
  }
}

/** The card of a case as it stands: whole with buttons while it runs, and a few lines when it has ended. Pure. */
export function caseCard(told: CaseTold, escalation: Escalation, words: ChannelWords): Attachment {
  const { say, fill } = words;
  const isOpen = !hasEnded(escalation);
  const isTaken = escalation.state === 'accepted';
  const button = (wants: AgentAction['wants'], label: string, style = 'default') => ({ wants, label, style });
  const taken = [
    button('solved', say('team.solved-button'), 'positive'),
    button('not-solved', say('team.not-solved-button')),
    button('give-back', say('team.give-back')),
    button('hand-on', say('team.hand-on')),
  ];
  const address = words.deskUrl();
  return fill('support-case', {
    escalation: escalation.id,
    title: say('team.title', { case: escalation.caseId }),
    state: stateInWords(escalation, words),
    color: isTaken ? 'Accent' : isOpen ? 'Warning' : escalation.outcome?.solved ? 'Good' : 'Default',
    summary: isOpen ? told.summary : cut(told.summary, longest.folded),
    facts: isOpen ? told.facts : [],
    checks: isOpen ? told.checks.map((check) => `- ${check}`).join('\n') : '',
    hint: isOpen ? say(isTaken ? 'team.hint-answer' : 'team.hint-take') : '',
    buttons: !isOpen ? [] : isTaken ? taken : [button('take', say('team.take'), 'positive')],
    links: address === '' ? [] : [{ label: say('team.desk'), url: `${address}/desk#${escalation.id}` }],
    labels: { checks: say('team.checks') },
  });
}

/** The conversation so far as a card that opens; of a long one the end. Pure. */
export function transcriptCard(handOver: HandOverPackage, { say, fill }: ChannelWords): Attachment {
  const lines = handOver.transcript.map(lineInWords);
  const kept: string[] = [];
  let room = transcriptRoom;
  for (const line of lines.toReversed()) {
    room -= Buffer.byteLength(JSON.stringify(line)) + frameOfLine;
    if (room < 0) break;
    kept.unshift(line);
  }
  const count = lines.length - kept.length;
  return fill('support-transcript', {
    title: say('team.transcript', { case: handOver.escalation.caseId }),
    cut: count === 0 ? '' : say('team.transcript-cut', { count: String(count) }),
    lines: kept.map((text) => ({ text })),
    labels: { show: say('team.show') },
  });
}

function lineInWords(line: TranscriptLine): string {
  const files = (line.files ?? []).map(({ name }) => `[${name}]`);
  const said = cut([saidIn(line), ...files].filter((part) => part !== '').join(' '), longest.line);
  return `**${escaped(cut(line.who, 60))}** ${readableTime(line.at).slice(11, 16)}: ${escaped(said)}`;
}

/** Cut between characters: an escaped sign stays whole, as no backslash is left alone at the end. */
function cut(text: string, limit: number): string {
  const flat = text.replace(/\s+/gu, ' ').trim();
  const characters = [...flat];
  if (characters.length <= limit) return flat;
  return `${characters
    .slice(0, limit - 1)
    .join('')
    .replace(/\\$/, '')}…`;
}
