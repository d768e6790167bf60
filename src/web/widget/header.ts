import { byId } from '../shared/dom.ts';
import { headline } from './headline.ts';
import type { SupportInfo } from './support-info.ts';

/** The top of the panel. Returns the function that shows where the case stands, and with whom. */
export function setUpHeader(
  root: ShadowRoot,
  title: string | undefined,
): (info: SupportInfo | undefined, agent?: string) => void {
  if (title !== undefined) byId(root, 'title', HTMLHeadingElement).textContent = title;
  const line = byId(root, 'headline', HTMLParagraphElement);
  const bar = byId(root, 'progress', HTMLProgressElement);
  return (info, agent) => {
    line.textContent = headline(info, agent);
    bar.classList.toggle('header__progress--on', info?.progress !== undefined);
    if (!info?.progress) return;
    bar.max = info.progress.total;
    bar.value = info.progress.position;
  };
}
