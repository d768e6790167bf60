import type { Activity } from '../../src/conversation/activity.ts';
import type { Case } from '../../src/conversation/case.ts';
import type { Escalation } from '../../src/conversation/escalation.ts';
import type { ConversationRecord, LogEntry } from '../../src/conversation/store.ts';
import { buildPackage } from '../../src/escalation/package/build-package.ts';
import type { HandOverPackage } from '../../src/escalation/package/package.ts';
import { createWording } from '../../src/presentation/wording.ts';
import { realContent } from './content.ts';

export const wording = createWording(realContent().guide);

const conversation: ConversationRecord = {
  id: 'c1',
  channel: 'directline',
  userId: 'v1',
  userName: 'Vera',
  startedAt: '2026-11-23T10:00:00.000Z',
};

export const waitingCase: Case = {
  id: 'K7M2QX9A',
  conversationId: 'c1',
  state: 'waiting-for-person',
  outcome: 'handed-over',
  openedAt: '2026-11-23T10:00:00.000Z',
  guideVersion: '1',
  symptoms: ['my alerts stay away'],
  facets: { phone: 'android', windows: 11 },
  sections: [{ section: 'android.notification-access', share: 0.8 }],
  pointedAt: [],
  answers: [{ check: 'android.notification-access', answer: 'already-ok', at: '2026-11-23T10:01:00.000Z' }],
  later: [],
};

export function escalationOf(fields: Partial<Escalation> = {}): Escalation {
  return {
    id: 'e1',
    caseId: waitingCase.id,
    furtherCases: [],
    conversationId: 'c1',
    queue: 'support',
    state: 'queued',
    because: 'asked',
    revision: 2,
    requestedAt: '2026-11-23T10:02:00.000Z',
    queuedAt: '2026-11-23T10:02:00.000Z',
    ticket: true,
    consent: true,
    email: 'vera@example.org',
    ...fields,
  };
}

const said: Activity[] = [
  { type: 'message', text: 'my alerts stay away', from: { id: 'v1', name: 'Vera' } },
  { type: 'message', text: 'Is it on?', channelData: { support: { case: waitingCase.id } } },
];

/** @param later what the visitor said after that. */
export function packageOf(fields: Partial<Escalation> = {}, later: Activity[] = []): HandOverPackage {
  const log = [...said, ...later].map((activity, index): LogEntry => ({
    conversationId: 'c1',
    seq: index + 1,
    activityId: `a${index + 1}`,
    direction: index === 1 ? 'out' : 'in',
    activity: { id: `a${index + 1}`, timestamp: `2026-11-23T10:00:0${index}.000Z`, ...activity },
  }));
  return buildPackage({ escalation: escalationOf(fields), case: waitingCase, conversation, log, wording });
}
