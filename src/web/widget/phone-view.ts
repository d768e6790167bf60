import { encode } from 'uqr';
import { byId, element } from '../shared/dom.ts';
import { fill, texts } from '../shared/texts.ts';

/** A link that opens the conversation once, somewhere else. */
export interface OneTimeLink {
  address: string;
  /** Seconds. */
  expiresIn: number;
}

/** Light modules around a code that its readers need. Source: ISO/IEC 18004, "quiet zone". */
const quietZone = 4;
const svgNamespace = 'http://www.w3.org/2000/svg';

/** "Continue on my phone": a code to point a camera at. It lies over the chat. */
export class PhoneView {
  readonly #view: HTMLElement;
  readonly #content: HTMLElement;
  readonly #back: HTMLButtonElement;
  readonly #behind: HTMLElement[];
  readonly #makeLink: () => Promise<OneTimeLink>;
  readonly #onClose: () => void;

  constructor(root: ShadowRoot, parts: { makeLink: () => Promise<OneTimeLink>; onClose: () => void }) {
    this.#view = byId(root, 'phone', HTMLDivElement);
    this.#content = byId(root, 'phone-content', HTMLDivElement);
    this.#back = byId(root, 'phone-back', HTMLButtonElement);
    this.#behind = [...(this.#view.parentElement?.children ?? [])].filter(
      (one): one is HTMLElement => one instanceof HTMLElement && one !== this.#view,
    );
    this.#makeLink = parts.makeLink;
    this.#onClose = parts.onClose;
    this.#back.addEventListener('click', () => this.close());
  }

  get isOpen(): boolean {
    return !this.#view.hidden;
  }

  async open(): Promise<void> {
    this.#show(true);
    this.#back.focus();
    this.#content.replaceChildren(element('p', { text: texts.phone.making }));
    try {
      const link = await this.#makeLink();
      this.#content.replaceChildren(...explained(link));
    } catch {
      this.#content.replaceChildren(element('p', { text: texts.phone.failed }));
    }
  }

  close(): void {
    if (!this.isOpen) return;
    this.#show(false);
    this.#content.replaceChildren();
    this.#onClose();
  }

  #show(open: boolean): void {
    this.#view.hidden = !open;
    for (const one of this.#behind) one.inert = open;
  }
}

function explained({ address, expiresIn }: OneTimeLink): Node[] {
  const link = element('a', { class: 'phone__link', text: address });
  link.href = address;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  const minutes = Math.max(1, Math.floor(expiresIn / 60));
  return [
    element('p', { text: texts.phone.lead }),
    element('div', { class: 'phone__code', children: [code(address)] }),
    element('p', { text: texts.phone.orLink }),
    element('p', { children: [link] }),
    element('p', { class: 'phone__validity', text: fill(texts.phone.validity, { minutes }) }),
  ];
}

/** The code as a picture, dark on light in every theme, as cameras expect it. */
function code(address: string): SVGElement {
  const { data, size } = encode(address, { ecc: 'M', border: quietZone });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : [])));
  const picture = document.createElementNS(svgNamespace, 'svg');
  picture.setAttribute('viewBox', `0 0 ${size} ${size}`);
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', fill(texts.phone.code, { link: address }));
  picture.setAttribute('shape-rendering', 'crispEdges');
  const path = document.createElementNS(svgNamespace, 'path');
  path.setAttribute('d', squares.join(''));
  picture.append(path);
  return picture;
}
