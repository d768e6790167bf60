import type { CrashOutcome } from './play-crashes.ts';

/** What happened, one line each. */
export function tellOutcome({ visitors, agents, kept, logged, cutOff }: CrashOutcome): string {
  const granted = agents.flatMap((agent) => agent.granted);
  const times = (did: string) => granted.filter((grant) => grant.did === did).length;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return [
    `${visitors.length} visitors: ${sum(visitors.map(({ acknowledged }) => acknowledged.length))} messages acknowledged`,
    `${agents.length} agents: ${sum(agents.map(({ acknowledged }) => acknowledged.length))} messages acknowledged, ` +
      `${sum(agents.map(({ refused }) => refused.length))} refused as the case had gone elsewhere`,
    `${kept.escalations.length} escalations: ${times('take')} taken, ${sum(agents.map(({ lostRaces }) => lostRaces))} ` +
      `races lost, ${times('hand-on')} handed on, ${times('return')} returned, ${times('close')} closed`,
    `${cutOff} requests had no answer and were sent again; ${logged.resumed} turns were finished by the next process`,
  ].join('\n');
}
