import { byId } from './dom.ts';
import type { SupportInfo } from './support-info.ts';
import { fill, texts } from './texts.ts';

/** The line under the product's name: where the case stands. */
function headline(info: SupportInfo | undefined): string {
  if (info?.progress) return fill(texts.progress, info.progress);
  const states: Record<string, string> = texts.states;
  return states[info?.state ?? ''] ?? texts.tagline;
}

/** The top of the page. Returns the function that shows where the case stands. */
export function setUpHeader(commands: {
  onStartOver(): void;
  onTalkToPerson(): void;
}): (info?: SupportInfo) => void {
  byId('start-over', HTMLButtonElement).addEventListener('click', () => commands.onStartOver());
  byId('talk-to-person', HTMLButtonElement).addEventListener('click', () => commands.onTalkToPerson());
  const line = byId('headline', HTMLParagraphElement);
  const bar = byId('progress', HTMLProgressElement);
  return (info) => {
    line.textContent = headline(info);
    bar.classList.toggle('header__progress--on', info?.progress !== undefined);
    if (!info?.progress) return;
    bar.max = info.progress.total;
    bar.value = info.progress.position;
  };
}
