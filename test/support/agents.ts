import type { DeskAgent } from '../../src/escalation/desk.ts';

export const ana: DeskAgent = { id: 'a1', name: 'Ana', queues: ['support'] };
export const ben: DeskAgent = { id: 'a2', name: 'Ben', queues: ['support'] };
/** Serves another queue. */
export const eve: DeskAgent = { id: 'a3', name: 'Eve', queues: ['billing'] };
