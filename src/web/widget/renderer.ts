import { renderCard, setUpCards } from '../shared/card-view.ts';
import { createMarkdown, type RenderMarkdown } from '../shared/markdown.ts';

/** Makes elements of what the bot says: text in Markdown, and cards. */
export interface Renderer {
  markdown: RenderMarkdown;
  renderCard: typeof renderCard;
}

/** Once for the page. This module and all it imports are most of the widget's code. */
export function createRenderer(onWindows: boolean): Renderer {
  const markdown = createMarkdown(onWindows);
  setUpCards(markdown);
  return { markdown, renderCard };
}
