import { byId } from '../shared/dom.ts';
import type { RenderMarkdown } from '../shared/markdown.ts';
import { FilePicker } from '../shared/file-picker.ts';
import type { TabMemory } from './memory.ts';
import { SavedMenu } from './saved-menu.ts';
import { counted, fill, texts } from './texts.ts';
import { hasEnded, isUntaken, type Escalation, type SavedReply } from './wire.ts';

export type Mode = 'reply' | 'note';

export interface ComposerParts {
  memory: TabMemory;
  markdown: RenderMarkdown;
  locale: string;
  savedReplies: () => readonly SavedReply[];
  onSend: (draft: { text: string; files: File[] }) => void;
  onNote: (text: string) => void;
  /** The agent writes a reply; told every few seconds while they do. */
  onTyping: (caseId: string) => void;
}

/** What may be written in the case that is open. */
export interface Permission {
  caseId: string;
  reply: boolean;
  note: boolean;
  /** Why not, when no reply is possible. */
  why: string;
}

const fewLeft = 500;
/** The visitor is told no oftener that the agent is typing. Milliseconds. */
const typingEvery = 3000;

/** What an agent may write in a case as it stands. */
export function permissionFor(escalation: Escalation, agentId: string): Permission {
  const { id: caseId, agent } = escalation;
  const { composer: words } = texts;
  if (hasEnded(escalation)) return { caseId, reply: false, note: false, why: words.over };
  if (isUntaken(escalation)) return { caseId, reply: false, note: true, why: words.takeFirst };
  if (agent?.id === agentId) return { caseId, reply: true, note: true, why: '' };
  const why = fill(words.withOther, { name: agent?.name ?? '' });
  return { caseId, reply: false, note: true, why };
}

function mayWrite(permission: Permission | undefined, mode: Mode): boolean {
  return permission?.[mode] ?? false;
}

function modeOf({ value }: HTMLInputElement): Mode {
  return value === 'note' ? 'note' : 'reply';
}

/** The place to write: replies and private notes, with a draft for each case. */
export class Composer {
  readonly #parts: ComposerParts;
  readonly #form: HTMLFormElement;
  readonly #field: HTMLTextAreaElement;
  readonly #modes: HTMLInputElement[];
  readonly #preview: { button: HTMLButtonElement; box: HTMLElement };
  readonly #files: FilePicker;
  readonly #saved: SavedMenu;
  readonly #root: ParentNode;
  #permission: Permission | undefined;
  #mode: Mode = 'reply';
  #toldAt = 0;

  constructor(root: ParentNode, parts: ComposerParts) {
    this.#parts = parts;
    this.#root = root;
    this.#form = byId(root, 'composer', HTMLFormElement);
    this.#field = byId(root, 'message', HTMLTextAreaElement);
    this.#modes = [...this.#form.querySelectorAll<HTMLInputElement>('[name="mode"]')];
    this.#preview = {
      button: byId(root, 'preview', HTMLButtonElement),
      box: byId(root, 'preview-box', HTMLElement),
    };
    this.#files = new FilePicker(root, parts.locale);
    this.#saved = new SavedMenu(root, {
      replies: parts.savedReplies,
      onChoose: (reply) => this.#insert(reply.text),
      onLeave: (typed) => this.#insert(typed),
    });
    this.#listen();
  }

  /** Shows what may be written in a case, with what was typed there before. */
  open(permission: Permission): void {
    const isOther = this.#permission?.caseId !== permission.caseId;
    this.#permission = permission;
    this.#form.hidden = false;
    for (const input of this.#modes) input.disabled = !mayWrite(permission, modeOf(input));
    const mode = mayWrite(permission, this.#mode) ? this.#mode : permission.reply ? 'reply' : 'note';
    if (isOther) this.#files.take();
    this.#setMode(isOther && permission.reply ? 'reply' : mode);
    this.#text('composer-state', permission.reply ? '' : permission.why);
  }

  hide(): void {
    this.#permission = undefined;
    this.#form.hidden = true;
  }

  /** Begins to write. */
  write(mode: Mode): void {
    if (!mayWrite(this.#permission, mode)) return;
    this.#setMode(mode);
    this.#field.focus();
  }

  #listen(): void {
    for (const input of this.#modes) {
      input.addEventListener('change', () => {
        this.#setMode(modeOf(input));
        this.#field.focus();
      });
    }
    this.#preview.button.addEventListener('click', () => this.#setPreview(this.#preview.box.hidden === true));
    this.#field.addEventListener('input', () => this.#changed());
    this.#field.addEventListener('keydown', (event) => this.#press(event));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
      this.#field.focus();
    });
  }

  #press(event: KeyboardEvent): void {
    // While a word is being composed (Japanese, Chinese, Korean), Enter chooses it.
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    }
    const { value, selectionStart } = this.#field;
    const atLineStart = selectionStart === 0 || value[selectionStart - 1] === '\n';
    if (event.key === '/' && atLineStart && this.#mode === 'reply') {
      event.preventDefault();
      this.#saved.open();
    }
    if (event.key === 'Escape') this.#field.blur();
  }

  #changed(): void {
    this.#parts.memory.write(this.#draftKey(), this.#field.value || undefined);
    this.#adapt();
    if (this.#mode === 'reply' && this.#field.value !== '') this.#tellTyping();
  }

  #tellTyping(): void {
    const at = Date.now();
    if (!this.#permission || at - this.#toldAt < typingEvery) return;
    this.#toldAt = at;
    this.#parts.onTyping(this.#permission.caseId);
  }

  #send(): void {
    const text = this.#field.value.trim();
    if (this.#mode === 'note') {
      if (text === '') return;
      this.#clear();
      return this.#parts.onNote(text);
    }
    const files = this.#files.take();
    if (text === '' && files.length === 0) return;
    this.#clear();
    this.#parts.onSend({ text, files });
  }

  #clear(): void {
    this.#field.value = '';
    this.#parts.memory.write(this.#draftKey(), undefined);
    this.#setPreview(false);
    this.#adapt();
  }

  #insert(text: string): void {
    this.#field.focus();
    if (text === '') return;
    const { selectionStart, selectionEnd } = this.#field;
    this.#field.setRangeText(text, selectionStart, selectionEnd, 'end');
    this.#changed();
  }

  #setMode(mode: Mode): void {
    const { composer: words } = texts;
    const isNote = mode === 'note';
    this.#mode = mode;
    this.#form.dataset.mode = mode;
    for (const input of this.#modes) input.checked = input.value === mode;
    const draft = this.#parts.memory.read(this.#draftKey());
    this.#field.value = typeof draft === 'string' ? draft : '';
    this.#field.disabled = !mayWrite(this.#permission, mode);
    this.#field.placeholder = isNote ? words.notePlaceholder : words.placeholder;
    this.#field.setAttribute('aria-label', isNote ? words.noteLabel : words.label);
    this.#text('send', isNote ? words.save : words.send);
    this.#text('composer-hint', isNote ? words.noteHint : words.hint);
    for (const id of ['attach', 'saved', 'preview']) byId(this.#root, id, HTMLButtonElement).hidden = isNote;
    byId(this.#root, 'send', HTMLButtonElement).disabled = !mayWrite(this.#permission, mode);
    this.#setPreview(false);
    this.#adapt();
  }

  #setPreview(on: boolean): void {
    const { button, box } = this.#preview;
    box.hidden = !on;
    this.#field.hidden = on;
    button.setAttribute('aria-pressed', String(on));
    if (on) box.innerHTML = this.#parts.markdown(this.#field.value);
  }

  #adapt(): void {
    this.#field.style.height = 'auto';
    this.#field.style.height = `${this.#field.scrollHeight}px`;
    const count = this.#field.maxLength - this.#field.value.length;
    const left = byId(this.#root, 'characters-left', HTMLElement);
    left.hidden = count > fewLeft;
    left.textContent = left.hidden ? '' : counted(texts.composer.charactersLeft, count);
  }

  #text(id: string, text: string): void {
    byId(this.#root, id, HTMLElement).textContent = text;
  }

  #draftKey(): string {
    return `draft.${this.#mode}.${this.#permission?.caseId ?? ''}`;
  }
}
