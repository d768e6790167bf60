import type { Activity } from '../../conversation/activity.ts';
import type { Guide } from '../../guide/guide.ts';
import type { Maker } from '../../guide/schema.ts';
import type { SimulatedClient } from './client.ts';
import { tellPersonMove, Visitor, type Scenario } from './visitor.ts';

/** How one scenario went. */
export interface Played {
  id: string;
  end: 'solved' | 'escalated' | 'explained' | 'stuck';
  asExpected: boolean;
  /** Checks asked, in order, each once. */
  checks: string[];
  /** Questions that were no check: which phone, did you mean. */
  questions: number;
  /** Visitor seconds, after the guide's medians. */
  seconds: number;
}

interface SupportData {
  state?: string;
  section?: string;
  check?: string;
}

/** What a visitor who waits for a person is asked at most. */
const mostQuestionsForPerson = 4;

/** More turns than any sensible conversation has. */
const mostTurns = 60;

/** Plays one scenario to its end, in a conversation of its own. */
export async function play(input: {
  scenario: Scenario;
  guide: Guide;
  open: () => Promise<SimulatedClient>;
}): Promise<Played> {
  const { scenario, guide, open } = input;
  const client = await open();
  const visitor = new Visitor(scenario);
  const tally = { checks: [] as string[], questions: 0, seconds: 0, explained: false };
  let end: Played['end'] = 'stuck';
  try {
    await client.answers();
    let messages = await client.send({ text: scenario.first });
    for (let turn = 0; turn < mostTurns && messages.length > 0; turn += 1) {
      const support = supportOf(messages);
      if (scenario.explained && [support.check, support.section].includes(scenario.explained))
        tally.explained = true;
      if (support.state === 'solved' || isWithPerson(support.state)) {
        end = support.state === 'solved' ? 'solved' : tally.explained ? 'explained' : 'escalated';
        await tellPerson(client, messages);
        break;
      }
      messages = await answer({ client, visitor, messages, tally, guide, scenario });
    }
  } finally {
    client.close();
  }
  const asExpected = end === scenario.expect || (end === 'explained' && scenario.expect === 'escalated');
  const { checks, questions, seconds } = tally;
  return {
    id: scenario.id,
    end,
    asExpected: asExpected || (tally.explained && end !== 'stuck'),
    checks,
    questions,
    seconds,
  };
}

/** A visitor who waits for a person adds nothing and agrees to pass the conversation on. */
async function tellPerson(client: SimulatedClient, messages: Activity[]): Promise<void> {
  let told = tellPersonMove(messages);
  for (let asked = 0; told && asked < mostQuestionsForPerson; asked += 1) {
    told = tellPersonMove(await client.send({ value: told }));
  }
}

async function answer(input: {
  client: SimulatedClient;
  visitor: Visitor;
  messages: Activity[];
  tally: { checks: string[]; questions: number; seconds: number };
  guide: Guide;
  scenario: Scenario;
}): Promise<Activity[]> {
  const { client, visitor, messages, tally, guide, scenario } = input;
  const move = visitor.next(messages);
  if (move.kind === 'say') {
    tally.questions += 1;
    tally.seconds += guide.settings.costs.question;
    return client.send({ text: move.text });
  }
  if (move.asked === 'question') tally.questions += 1;
  if (move.asked !== 'check') tally.seconds += guide.settings.costs.question;
  else if (move.check !== undefined && !tally.checks.includes(move.check)) {
    tally.checks.push(move.check);
    const seconds = guide.check(move.check)?.seconds;
    tally.seconds += (scenario.maker && seconds?.makers?.[scenario.maker as Maker]) || (seconds?.median ?? 0);
  }
  return client.send({ value: move.value });
}

function supportOf(messages: Activity[]): SupportData {
  const data = messages.map(({ channelData }) => channelData?.['support']).filter(Boolean);
  return data.at(-1) ?? {};
}

function isWithPerson(state: string | undefined): boolean {
  return state === 'waiting-for-person' || state === 'with-person';
}
