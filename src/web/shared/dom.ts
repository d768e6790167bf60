/** Makes an element with a class, a text and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: { class?: string; text?: string; children?: (Node | string)[] } = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (options.class) made.className = options.class;
  if (options.text !== undefined) made.textContent = options.text;
  made.append(...(options.children ?? []));
  return made;
}

/** A button that does something, with a text or a picture and a name. */
export function button(options: {
  class: string;
  onClick: () => void;
  text?: string;
  icon?: Node;
  label?: string;
}): HTMLButtonElement {
  const made = element('button', { class: options.class, children: options.icon ? [options.icon] : [] });
  made.type = 'button';
  if (options.text !== undefined) made.append(options.text);
  if (options.label !== undefined) {
    made.setAttribute('aria-label', options.label);
    made.title = options.label;
  }
  made.addEventListener('click', options.onClick);
  return made;
}

/** The element with this id. The markup is ours, so a missing one is a mistake in the build. */
export function byId<T extends HTMLElement>(root: ParentNode, id: string, type: new () => T): T {
  const found = root.querySelector(`#${id}`);
  if (!(found instanceof type)) throw new Error(`The markup has no ${type.name} "${id}"`);
  return found;
}

/** Our markup as nodes. Never for anything that came over the network. */
export function fromMarkup(markup: string): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = markup;
  return template.content;
}

/** A style sheet that a page's Content-Security-Policy does not ask about. */
export function styleSheet(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

/** Does the work once what is there now is on screen; at once on a page that nobody sees. */
export function afterPaint(work: () => void): void {
  if (document.hidden) work();
  else window.requestAnimationFrame(() => window.setTimeout(work));
}
