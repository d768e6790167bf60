import type { Actor, EscalationEvent, EscalationState } from '../../../src/conversation/escalation.ts';
import { advance, requestEscalation } from '../../../src/escalation/escalation.ts';
import { escalationOf } from '../../support/escalation.ts';

const at = '2026-11-23T11:00:00.000Z';
const ana: Actor = { is: 'agent', id: 'a1', name: 'Ana' };
const ben: Actor = { is: 'agent', id: 'a2', name: 'Ben' };
const states: EscalationState[] = [
  'requested',
  'queued',
  'accepted',
  'declined',
  'timed-out',
  'closed',
  'returned',
  'cancelled',
];
const events: EscalationEvent[] = [
  { is: 'requested', because: 'asked' },
  { is: 'queued', ticket: false },
  { is: 'accepted', agent: { id: 'a1', name: 'Ana' } },
  { is: 'handed-on' },
  { is: 'declined' },
  { is: 'timed-out' },
  { is: 'cancelled' },
  { is: 'returned' },
  { is: 'closed', solved: true },
];

/** Where every event leads from every state; a code is a refusal. */
const table: Record<EscalationState, string> = {
  requested: '- queued accepted not-taken declined timed-out cancelled not-taken not-taken',
  queued: '- not-taken accepted not-taken declined timed-out cancelled not-taken not-taken',
  accepted: '- not-possible taken queued declined not-possible not-possible returned closed',
  declined: '- queued accepted not-taken not-taken not-taken cancelled not-taken not-taken',
  'timed-out': '- queued accepted not-taken not-taken not-taken cancelled not-taken not-taken',
  closed: '- ended ended ended ended ended ended ended ended',
  returned: '- ended ended ended ended ended ended ended ended',
  cancelled: '- ended ended ended ended ended ended ended ended',
};

describe('an escalation', () => {
  it.each(states)('that is %s goes where the table says, for every event', (state) => {
    const agent = state === 'accepted' ? { id: 'a1', name: 'Ana' } : undefined;
    const results = events.map((event) => {
      if (event.is === 'requested') return '-';
      const step = advance(escalationOf({ state, agent }), { event, by: ana, at });
      return 'refused' in step ? step.refused.replace('escalation.', '') : step.escalation.state;
    });
    expect(results.join(' ')).toBe(table[state]);
  });

  it('begins as requested, with the first line of its history', () => {
    const given = { id: 'e', caseId: 'k', conversationId: 'c', queue: 'support', because: 'asked' } as const;
    const { escalation, change } = requestEscalation({ ...given, at, by: { is: 'visitor' } });
    expect(escalation).toMatchObject({ state: 'requested', revision: 1, requestedAt: at });
    expect(change).toMatchObject({ number: 1, event: { is: 'requested', because: 'asked' } });
  });

  it('is moved by the agent who has it, and by no other', () => {
    const mine = escalationOf({ state: 'accepted', agent: { id: 'a1', name: 'Ana' } });
    const foreign: EscalationEvent[] = [
      { is: 'closed', solved: true },
      { is: 'returned' },
      { is: 'handed-on' },
      { is: 'declined' },
    ];
    for (const event of foreign) {
      expect(advance(mine, { event, by: ben, at })).toEqual({ refused: 'escalation.not-yours' });
      expect(advance(mine, { event, by: { is: 'target', name: 'webhook' }, at })).toEqual({
        refused: 'escalation.not-yours',
      });
      expect(advance(mine, { event, by: ana, at })).not.toHaveProperty('refused');
    }
  });

  it('keeps its place in line however often it is handed back', () => {
    const first = escalationOf({ state: 'accepted', agent: { id: 'a1', name: 'Ana' } });
    const step = advance(first, { event: { is: 'handed-on' }, by: ana, at });
    expect(step).toMatchObject({ escalation: { state: 'queued', queuedAt: first.queuedAt } });
  });

  it('counts each change once, and leaves what it was given as it was', () => {
    const before = Object.freeze(escalationOf());
    const step = advance(before, { event: { is: 'noted', text: 'x' }, by: ana, at });
    expect(step).toMatchObject({ escalation: { revision: 3 }, change: { number: 3 } });
  });
});
