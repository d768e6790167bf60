import { agentOf, type EscalationChange, handoffStatus } from '../../src/conversation/escalation.ts';
import type { LogEntry } from '../../src/conversation/store.ts';
import type { CrashAgent } from './crash-agent.ts';
import type { Logged } from './crash-server.ts';
import type { CrashVisitor } from './crash-visitor.ts';
import type { Kept } from './read-kept.ts';

/** What clients were told, and what was kept of it. */
export interface Outcome {
  visitors: readonly VisitorOutcome[];
  agents: readonly AgentOutcome[];
  kept: Kept;
  logged: Logged;
}

type VisitorOutcome = Pick<CrashVisitor, 'name' | 'acknowledged' | 'seen' | 'conversationId'>;
type AgentOutcome = Pick<CrashAgent, 'name' | 'acknowledged' | 'granted'>;

/** What was promised and is not so; empty when all is well. */
export async function findProblems(outcome: Outcome): Promise<string[]> {
  const { visitors, agents, kept, logged } = outcome;
  const ofVisitors = await Promise.all(visitors.map((visitor) => problemsOfVisitor(visitor, outcome)));
  return [
    ...ofVisitors.flat(),
    ...agents.flatMap((agent) => problemsOfAgent(agent, outcome)),
    ...kept.escalations.flatMap(({ escalation, changes }) => problemsOfHistory(escalation.id, changes)),
    ...[...kept.logs.values()].flatMap(problemsOfLog),
    ...(kept.owed === 0 ? [] : [`${kept.owed} turns were never run`]),
    ...logged.errors.map((line) => `logged: ${line.slice(0, 600)}`),
  ];
}

/** Every message once and in order, in the log as on the visitor's screen. */
async function problemsOfVisitor(visitor: VisitorOutcome, { kept }: Outcome): Promise<string[]> {
  const log = kept.logs.get(await visitor.conversationId()) ?? [];
  const written = log.filter(({ direction, activity }) => direction === 'in' && activity.type === 'message');
  const texts = written.map(({ activity }) => activity.text ?? '');
  const byAgents = log.filter(isAgents).map(({ activity }) => activity.text ?? '');
  const shown = visitor.seen.filter((activity) => agentOf(activity)).map(({ text = '' }) => text);
  return [
    ...differences(`what ${visitor.name} wrote, in the log`, { is: texts, promised: visitor.acknowledged }),
    ...differences(`what agents wrote, on the screen of ${visitor.name}`, { is: shown, promised: byAgents }),
  ];
}

function problemsOfAgent(agent: AgentOutcome, { kept }: Outcome): string[] {
  const { logs, escalations } = kept;
  const conversations = new Map(
    escalations.map(({ escalation: { id, conversationId } }) => [id, conversationId]),
  );
  const inLogs = new Map(
    [...logs].map(([id, log]) => [
      id,
      log
        .filter(({ activity }) => agentOf(activity) === agent.name)
        .map(({ activity }) => activity.text ?? ''),
    ]),
  );
  const promised = Map.groupBy(agent.acknowledged, ({ escalationId }) => conversations.get(escalationId));
  const lost = agent.granted.filter(
    ({ did, escalationId }) => !isInHistory(did, { agent, escalationId, kept }),
  );
  return [
    ...[...inLogs].flatMap(([id, is]) =>
      differences(`what ${agent.name} wrote, in the log of ${id}`, {
        is,
        promised: (promised.get(id) ?? []).map(({ text }) => text),
      }),
    ),
    ...lost.map(
      ({ did, escalationId }) => `${agent.name} was granted ${did} of ${escalationId}: not in its history`,
    ),
  ];
}

const events = { take: 'accepted', close: 'closed', return: 'returned', 'hand-on': 'handed-on' } as const;

function isInHistory(
  did: keyof typeof events,
  { agent, escalationId, kept }: { agent: AgentOutcome; escalationId: string; kept: Kept },
): boolean {
  const found = kept.escalations.find(({ escalation }) => escalation.id === escalationId);
  const own = found?.changes.filter(({ by }) => by.is === 'agent' && by.name === agent.name) ?? [];
  return own.some(({ event }) => event.is === events[did]);
}

/** A history without gaps, in which nobody takes what somebody has. */
function problemsOfHistory(id: string, changes: readonly EscalationChange[]): string[] {
  const problems: string[] = [];
  let owner: string | undefined;
  changes.forEach(({ number, event, by }, index) => {
    const name = by.is === 'agent' ? by.name : by.is;
    if (number !== index + 1) problems.push(`the history of ${id} has ${number} in place of ${index + 1}`);
    if (event.is === 'accepted') {
      if (owner !== undefined) problems.push(`${name} took ${id} while ${owner} had it`);
      owner = event.agent.name;
    } else if (['closed', 'handed-on'].includes(event.is) && owner !== name) {
      problems.push(`${name} did ${event.is} to ${id}, which ${owner ?? 'nobody'} had`);
    }
    if (['closed', 'returned', 'handed-on', 'cancelled', 'declined'].includes(event.is)) owner = undefined;
  });
  return problems;
}

/** Positions without gaps; while an agent has the case only that agent speaks, and the bot answers nobody. */
function problemsOfLog(log: readonly LogEntry[]): string[] {
  const problems: string[] = [];
  let owner: string | undefined;
  log.forEach(({ seq, direction, activity, conversationId }, index) => {
    const at = `${conversationId} at ${seq}`;
    if (seq !== index + 1) problems.push(`${at}: position ${index + 1} is missing`);
    if (activity.name === handoffStatus) owner = ownerIn(activity.value);
    if (direction === 'in' || activity.type !== 'message') return;
    const agent = agentOf(activity);
    if (agent !== undefined && agent !== owner)
      problems.push(`${at}: ${agent} speaks while ${owner ?? 'nobody'} has it`);
    if (agent === undefined && owner !== undefined && activity.replyToId !== undefined)
      problems.push(`${at}: the bot answers while ${owner} has it`);
  });
  return problems;
}

function ownerIn(value: unknown): string | undefined {
  return (value as { agent?: { name: string } }).agent?.name;
}

function isAgents({ activity }: LogEntry): boolean {
  return agentOf(activity) !== undefined;
}

function differences(
  what: string,
  { is, promised }: { is: readonly string[]; promised: readonly string[] },
): string[] {
  if (is.length === promised.length && is.every((text, index) => text === promised[index])) return [];
  const lost = promised.filter((text) => !is.includes(text));
  const doubled = is.filter((text, index) => is.indexOf(text) !== index);
  const added = is.filter((text) => !promised.includes(text));
  return [
    `${what}: ${promised.length} promised, ${is.length} there; lost ${list(lost)}, doubled ${list(doubled)}, unasked ${list(added)}`,
  ];
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : texts.slice(0, 5).join(' | ');
}
