import type { Activity, Attachment } from './activity.ts';
import type { PersonalKind } from './personal.ts';

/** Why a case goes to a person. */
export type HandOverReason = 'asked' | 'used-up' | 'person-is-quicker' | 'misunderstood' | 'outside';

/**
 * Where an escalation stands. `requested`: a person is wanted, nobody was told yet. `queued`: agents see it waiting.
 * `accepted`: one agent has it. `declined` and `timed-out` rest until the visitor decides or an agent takes it after
 * all. `closed`, `returned` (to the bot, by the agent or the visitor) and `cancelled` (by the visitor, before anybody
 * took it) are ends.
 */
export type EscalationState =
  'requested' | 'queued' | 'accepted' | 'declined' | 'timed-out' | 'closed' | 'returned' | 'cancelled';

export interface AgentAccount {
  id: string;
  name: string;
}

/** Who changed an escalation. A target is where it was sent to, such as `webhook`. */
export type Actor =
  | { is: 'visitor' }
  | { is: 'bot' }
  | { is: 'clock' }
  | { is: 'target'; name: string }
  | ({ is: 'agent' } & AgentAccount);

/** How a person ended a case. `check` names what was wrong, when it is one the guide knows: later cases learn of it. */
export interface PersonOutcome {
  solved: boolean;
  check?: string;
}

/** What can happen to an escalation. */
export type EscalationEvent =
  | { is: 'requested'; because: HandOverReason }
  /** `acceptBy`: when the wait counts as too long; a ticket has none, as nobody sits and waits. ISO 8601, UTC. */
  | { is: 'queued'; ticket: boolean; acceptBy?: string }
  | { is: 'accepted'; agent: AgentAccount }
  /** To another agent, or back into the queue. */
  | { is: 'handed-on'; to?: AgentAccount }
  | { is: 'declined' }
  | { is: 'timed-out' }
  | { is: 'cancelled' }
  | { is: 'returned' }
  | ({ is: 'closed' } & PersonOutcome)
  /** What the visitor added for the person. An empty `email` means: none wanted. */
  | { is: 'told'; note?: string; email?: string; consent?: boolean }
  /** Another case of the same conversation wants a person too. */
  | { is: 'joined'; caseId: string }
  /** For agents' eyes only. */
  | { is: 'noted'; text: string }
  /** The agent had personal data of this kind shown. */
  | { is: 'revealed'; kind: PersonalKind }
  /** Who changes it, agent or visitor, has read up to this log position. */
  | { is: 'read'; upTo: number }
  | { is: 'rated'; score: number; comment?: string };

/** One line of an escalation's history, which is only added to. */
export interface EscalationChange {
  escalationId: string;
  /** 1, 2, 3 … without gaps. */
  number: number;
  /** ISO 8601, UTC. */
  at: string;
  by: Actor;
  event: EscalationEvent;
}

/** A case on its way to a person, and with them. One conversation has at most one that has not ended. */
export interface Escalation {
  id: string;
  caseId: string;
  /** Later cases of the conversation that wanted a person while this one waited. */
  furtherCases: string[];
  conversationId: string;
  /** Which agents may see it. */
  queue: string;
  state: EscalationState;
  because: HandOverReason;
  /** The number of its last change. */
  revision: number;
  /** All times are ISO 8601, UTC. */
  requestedAt: string;
  /** When it came into the queue first; handing it on does not lose the place. */
  queuedAt?: string;
  acceptBy?: string;
  acceptedAt?: string;
  endedAt?: string;
  /** The visitor does not sit and wait; the answer may come later. */
  ticket: boolean;
  /** Whether the conversation may be sent to a target outside of this program. Undefined until the visitor said. */
  consent?: boolean;
  note?: string;
  email?: string;
  /** Who has it, or had it last. */
  agent?: AgentAccount;
  /** Log position up to which the agent has read. */
  readUpTo?: number;
  /** Log position up to which the visitor has, since a person had the case. */
  visitorReadUpTo?: number;
  outcome?: PersonOutcome;
  rating?: { score: number; comment?: string };
}

/** What an agent writes to the visitor. `text` is markdown. */
export interface AgentMessage {
  text?: string;
  attachments?: Attachment[];
}

/** What is done to a conversation without a message of the visitor, in a turn of its own. */
export type Act =
  | SupportAct
  /** Asks whether what solved the case has lasted; nothing when the conversation has gone on since. */
  | { do: 'ask-lasted'; caseId: string };

/** What the support side does to a conversation. */
export type SupportAct =
  | { do: 'change'; escalationId: string; by: Actor; event: EscalationEvent }
  | {
      do: 'message';
      escalationId: string;
      by: Extract<Actor, { is: 'agent' | 'target' }>;
      message: AgentMessage;
      /** The target that an agent wrote it in, which knows it already. */
      through?: string;
    };

/** What a turn changes of one escalation: how it is now, and each line of history that was added. */
export interface EscalationWrite {
  escalation: Escalation;
  changes: EscalationChange[];
}

/** Something to tell a target, stored with the turn that caused it. Holds no words: they are read when it is sent. */
export interface OutboxEntry {
  /** The same for every attempt, so that a target can leave out what it has. */
  id: string;
  target: string;
  escalationId: string;
  conversationId: string;
  /** `handed-over`: the whole package. `message`: one activity of the log. `status`: how it stands. */
  kind: 'handed-over' | 'message' | 'status';
  /** The activity that a `message` is about. */
  activityId?: string;
  /** The last log position that a package holds. */
  upTo?: number;
  /** What a `status` says. */
  status?: EscalationState;
}

/** Names the activity that tells clients and the log how an escalation stands. Source: Bot Framework handoff protocol. */
export const handoffStatus = 'handoff.status';

const readReceiptName = 'application/vnd.microsoft.readReceipt';

/**
 * Tells a client which of its messages was read last. Source: the read receipt events of Microsoft Teams.
 * @param lastReadMessageId the id of that activity.
 */
export function readReceipt(lastReadMessageId: string): Activity {
  return {
    type: 'event',
    name: readReceiptName,
    value: { lastReadMessageId },
  };
}

/** The message that a client's read receipt names; undefined for any other activity. */
export function lastReadOf({
  type,
  name,
  value,
}: Pick<Activity, 'type' | 'name' | 'value'>): string | undefined {
  if (type !== 'event' || name !== readReceiptName || typeof value !== 'object' || value === null)
    return undefined;
  const id = 'lastReadMessageId' in value ? value.lastReadMessageId : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** The name an activity of an agent is shown under; undefined for any other activity. */
export function agentOf(activity: Activity): string | undefined {
  const support = activity.channelData?.support;
  if (typeof support !== 'object' || support === null || !('agent' in support)) return undefined;
  const { agent } = support;
  if (typeof agent !== 'object' || agent === null || !('name' in agent)) return undefined;
  return typeof agent.name === 'string' ? agent.name : undefined;
}
