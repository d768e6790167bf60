import type { Session } from '../conversation/session.ts';
import type { Guide } from '../guide/guide.ts';

/**
 * Fits a stored session to the guide as it is now. Sections that are gone are dropped; when the check or the
 * sections that were being asked are gone the session is mended and true is returned: the question cannot go on.
 */
export function mendSession(session: Session, guide: Guide): boolean {
  const { case: current, question } = session;
  if (!current || current.guideVersion === guide.version) return false;
  current.guideVersion = guide.version;
  current.sections = current.sections.filter(({ section }) => guide.section(section));
  if (guide.section(current.chosen ?? '') === undefined) current.chosen = undefined;
  current.pointedAt = current.pointedAt.filter((check) => guide.check(check));
  if (question.kind === 'check' || question.kind === 'works') {
    return guide.check(question.check) === undefined;
  }
  if (question.kind === 'section') return !question.sections.every((id) => guide.section(id));
  return false;
}
