import { element, styleSheet } from '../shared/dom.ts';
import { directionOf } from '../shared/language.ts';
import styles from './styles/launcher.css';
import type { WidgetOptions } from './options.ts';

export interface Stage {
  root: ShadowRoot;
  /** Holds everything; carries language, direction and colours. */
  stage: HTMLElement;
}

/** Puts the widget's own tree into the page. No style gets in or out of it, but for the variables `--support-…`. */
export function createStage(options: WidgetOptions, { translated }: { translated: boolean }): Stage {
  const host = document.createElement('phone-link-support');
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [styleSheet(styles)];
  const stage = element('div', { class: 'support' });
  // What the words are in, for those who hear them; the layout runs as the page does.
  stage.lang = translated ? options.language : 'en';
  stage.dir = directionOf(options.language);
  stage.dataset.position = options.position;
  if (options.fullPage) stage.dataset.fullPage = '';
  followTheme(stage, options.theme);
  root.append(stage);
  document.body.append(host);
  return { root, stage };
}

function followTheme(stage: HTMLElement, theme: WidgetOptions['theme']): void {
  if (theme !== 'auto') {
    stage.dataset.scheme = theme;
    return;
  }
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const follow = (): void => {
    stage.dataset.scheme = dark.matches ? 'dark' : 'light';
  };
  dark.addEventListener('change', follow);
  follow();
}
