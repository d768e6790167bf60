import type { Session } from '../conversation/session.ts';
import type { Feature } from '../guide/schema.ts';
import type { Diagnosis } from './diagnosis.ts';
import { isConcrete } from './facets.ts';

/** From this confidence a text in a running case is offered as a new problem. */
export const newSymptomFrom = 0.4;

/** The features that the case is about. */
export function failingIn({ case: current }: Pick<Session, 'case'>): Feature[] {
  const { features, facets } = current ?? {};
  return (features ?? [facets?.feature]).filter((feature) => feature !== undefined).filter(isConcrete);
}

/** Whether a text is about the section that is being worked on. */
export function isAboutCase(diagnosis: Diagnosis, { question, case: current }: Session): boolean {
  const section = diagnosis.sections[0]?.section;
  return (
    section !== undefined &&
    [current?.sections[0]?.section, question.kind === 'check' ? question.section : undefined].includes(
      section,
    )
  );
}
