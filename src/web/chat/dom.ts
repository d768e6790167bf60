/** Makes an element with a class, a text and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: { class?: string; text?: string; children?: Node[] } = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (options.class) made.className = options.class;
  if (options.text !== undefined) made.textContent = options.text;
  made.append(...(options.children ?? []));
  return made;
}

/** The element of the page with this id. index.html is ours, so a missing one is a mistake in the build. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`The page has no ${type.name} "${id}"`);
  return found;
}

/** A copy of the icon kept in the page's template `<name>-icon`. */
export function icon(name: 'avatar' | 'check'): Node {
  return byId(`${name}-icon`, HTMLTemplateElement).content.cloneNode(true);
}
