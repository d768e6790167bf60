import type { Activity } from '../../src/conversation/activity.ts';
import { handoffStatus, type EscalationChange } from '../../src/conversation/escalation.ts';
import type { LogEntry } from '../../src/conversation/store.ts';
import { findProblems, type Outcome } from './find-problems.ts';

const status = (agent?: string): Activity => ({
  type: 'event',
  name: handoffStatus,
  value: agent === undefined ? {} : { agent: { name: agent } },
});
const byAna: Activity = {
  type: 'message',
  text: 'Ana writes 1.',
  channelData: { support: { agent: { name: 'Ana' } } },
};
const asked: Activity = { type: 'message', text: 'v: note 1' };
const answered: Activity = { type: 'message', text: 'Noted', replyToId: 'x' };

function logOf(activities: Activity[]): LogEntry[] {
  return activities.map((activity, index) => ({
    ...{ conversationId: 'c', seq: index + 1, activityId: `a${index + 1}`, activity },
    direction: activity.text?.startsWith('v:') ? 'in' : 'out',
  }));
}

const changeBy = (name: string, event: EscalationChange['event'], number: number): EscalationChange => ({
  ...{ escalationId: 'e', number, at: '', event },
  by: { is: 'agent', id: name, name },
});
const taken = (name: string, number: number) =>
  changeBy(name, { is: 'accepted', agent: { id: name, name } }, number);

function outcome(
  change: { log?: Activity[]; shown?: Activity[]; history?: EscalationChange[]; errors?: string[] } = {},
): Outcome {
  const { log = [status('Ana'), asked, byAna], shown = [byAna], history = [taken('Ana', 1)] } = change;
  return {
    visitors: [
      { name: 'v', acknowledged: ['v: note 1'], seen: shown, conversationId: () => Promise.resolve('c') },
    ],
    agents: [
      {
        name: 'Ana',
        acknowledged: [{ escalationId: 'e', text: 'Ana writes 1.' }],
        granted: [{ did: 'take', escalationId: 'e' }],
      },
    ],
    kept: {
      logs: new Map([['c', logOf(log)]]),
      escalations: [{ escalation: { id: 'e', conversationId: 'c' }, changes: history }],
      owed: 0,
    },
    logged: { resumed: 0, errors: change.errors ?? [] },
  };
}

describe('the crash test', () => {
  it('finds nothing where everything promised is kept', async () => {
    expect(await findProblems(outcome())).toEqual([]);
  });

  it.each([
    ['a lost message of a visitor', { log: [status('Ana'), byAna] }, /lost v: note 1/],
    ['a doubled message of a visitor', { log: [status('Ana'), asked, asked, byAna] }, /doubled v: note 1/],
    ['a lost message of an agent', { log: [status('Ana'), asked], shown: [] }, /lost Ana writes 1/],
    ['a message that the stream doubled', { shown: [byAna, byAna] }, /on the screen of v/],
    ['an agent who speaks without the case', { log: [asked, byAna] }, /Ana speaks while nobody has it/],
    [
      'a bot that answers while a person has the case',
      { log: [status('Ana'), asked, answered, byAna] },
      /the bot answers while Ana has it/,
    ],
    ['two owners', { history: [taken('Ana', 1), taken('Ben', 2)] }, /Ben took e while Ana had it/],
    ['a take that is not in the history', { history: [] }, /Ana was granted take of e/],
    ['a gap in the history', { history: [taken('Ana', 2)] }, /has 2 in place of 1/],
    ['an error of the server', { errors: ['{"msg":"turn.failed"}'] }, /logged: .*turn\.failed/],
  ])('finds %s', async (_, change, problem) => {
    expect((await findProblems(outcome(change))).join('\n')).toMatch(problem);
  });
});
