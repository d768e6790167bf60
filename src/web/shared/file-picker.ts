import { button, byId, element } from './dom.ts';
import { fileRules, formatSize, problemWith } from './file-rules.ts';
import { icon } from './icons.ts';
import { fill, texts } from './texts.ts';
import { filePreview } from './file-preview.ts';

/** Files that wait in the composer: chosen with the button, pasted or dropped, and removable until they are sent. */
export class FilePicker {
  readonly #list: HTMLUListElement;
  readonly #problem: HTMLParagraphElement;
  readonly #attach: HTMLButtonElement;
  readonly #locale: string;
  #files: File[] = [];

  constructor(root: ParentNode, locale: string) {
    this.#list = byId(root, 'chosen', HTMLUListElement);
    this.#problem = byId(root, 'file-problem', HTMLParagraphElement);
    this.#attach = byId(root, 'attach', HTMLButtonElement);
    this.#locale = locale;
    this.#listenToInput(byId(root, 'file-input', HTMLInputElement));
    byId(root, 'message', HTMLTextAreaElement).addEventListener('paste', (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      this.add(files);
    });
    this.#listenToDrops(byId(root, 'panel', HTMLElement), byId(root, 'drop', HTMLDivElement));
  }

  /** Adds what may be sent and says why the rest may not. */
  add(files: readonly File[]): void {
    this.#say(undefined);
    for (const file of files) {
      const problem = problemWith(file, this.#files.length);
      if (problem === undefined) this.#files.push(file);
      else this.#say(problemText(problem, file, this.#locale));
    }
    this.#show();
  }

  /** The chosen files, which then are no longer here. */
  take(): File[] {
    const files = this.#files;
    this.#files = [];
    this.#say(undefined);
    this.#show();
    return files;
  }

  #listenToInput(input: HTMLInputElement): void {
    this.#attach.addEventListener('click', () => {
      input.accept = fileRules.types.join(',');
      input.click();
    });
    input.addEventListener('change', () => {
      this.add([...(input.files ?? [])]);
      input.value = '';
      this.#attach.focus();
    });
  }

  #listenToDrops(panel: HTMLElement, hint: HTMLElement): void {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    panel.addEventListener('dragover', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      hint.hidden = false;
    });
    panel.addEventListener('dragleave', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && panel.contains(relatedTarget))) hint.hidden = true;
    });
    panel.addEventListener('drop', (event) => {
      hint.hidden = true;
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.add([...(event.dataTransfer?.files ?? [])]);
    });
  }

  #say(text: string | undefined): void {
    this.#problem.hidden = text === undefined;
    this.#problem.textContent = text ?? '';
  }

  #show(): void {
    this.#list.hidden = this.#files.length === 0;
    this.#list.replaceChildren(...this.#files.map((file) => this.#chip(file)));
  }

  #chip(file: File): HTMLLIElement {
    const size = formatSize(file.size, this.#locale);
    const remove = button({
      class: 'chosen__remove',
      icon: icon('close'),
      label: fill(texts.files.remove, { name: file.name }),
      onClick: () => {
        this.#files = this.#files.filter((other) => other !== file);
        this.#show();
        this.#attach.focus();
      },
    });
    const name = element('bdi', { class: 'chosen__name', text: file.name });
    const words = element('span', {
      class: 'chosen__words',
      children: [name, element('span', { text: size })],
    });
    return element('li', { class: 'chosen__file', children: [filePreview(file), words, remove] });
  }
}

function problemText(problem: ReturnType<typeof problemWith> & string, file: File, locale: string): string {
  const limit = problem === 'tooMany' ? String(fileRules.most) : formatSize(fileRules.largest, locale);
  return fill(texts.files[problem], { name: file.name, limit });
}
