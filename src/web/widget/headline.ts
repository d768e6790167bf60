import { fill, texts } from '../shared/texts.ts';
import type { SupportInfo } from './support-info.ts';

/** The line under the product's name: where the case stands. */
export function headline(info: SupportInfo | undefined, agent: string | undefined): string {
  if (info?.progress) return fill(texts.progress, info.progress);
  if (info?.state === 'with-person' && agent !== undefined) return fill(texts.withAgent, { name: agent });
  const states: Record<string, string> = texts.states;
  return states[info?.state ?? ''] ?? texts.tagline;
}
