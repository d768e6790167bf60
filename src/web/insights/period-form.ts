import { byId, element } from '../shared/dom.ts';
import { texts } from './texts.ts';

/** Days as `2026-11-22`; without them the server takes the last thirty. */
export interface Period {
  from?: string;
  to?: string;
}

const choices = ['7', '30', '90', '365', 'own'] as const;
const usual = '30';

/** The period to show, kept in the address so that it can be sent to somebody. */
export class PeriodForm {
  readonly #select: HTMLSelectElement;
  readonly #from: HTMLInputElement;
  readonly #to: HTMLInputElement;
  readonly #own: HTMLElement;
  readonly #today: () => Date;

  constructor(parts: { root: HTMLElement; today: () => Date; onChange: () => void }) {
    const { root, today, onChange } = parts;
    this.#today = today;
    this.#select = byId(root, 'period', HTMLSelectElement);
    this.#from = byId(root, 'from', HTMLInputElement);
    this.#to = byId(root, 'to', HTMLInputElement);
    this.#own = byId(root, 'own-dates', HTMLElement);
    for (const choice of choices) {
      const option = element('option', { text: texts.period[choice] });
      option.value = choice;
      this.#select.append(option);
    }
    this.#readAddress();
    this.#select.addEventListener('change', () => {
      this.#showOwn();
      if (this.#select.value !== 'own') this.#changed(onChange);
    });
    byId(root, 'period-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#changed(onChange);
    });
  }

  get period(): Period {
    const { value } = this.#select;
    if (value === 'own') {
      return {
        ...(this.#from.value ? { from: this.#from.value } : {}),
        ...(this.#to.value ? { to: this.#to.value } : {}),
      };
    }
    if (value === usual) return {};
    const first = new Date(this.#today().getTime() - (Number(value) - 1) * 24 * 60 * 60 * 1000);
    return { from: first.toISOString().slice(0, 10) };
  }

  /** What the server has counted, in the fields for own dates. */
  show({ first, last }: { first: string; last: string }): void {
    this.#from.value = first;
    this.#to.value = last;
  }

  #readAddress(): void {
    const query = new URLSearchParams(location.search);
    const days = query.get('days') ?? '';
    this.#select.value = (choices as readonly string[]).includes(days) ? days : usual;
    this.#from.value = query.get('from') ?? '';
    this.#to.value = query.get('to') ?? '';
    if (query.has('from') || query.has('to')) this.#select.value = 'own';
    this.#showOwn();
  }

  #showOwn(): void {
    this.#own.hidden = this.#select.value !== 'own';
  }

  #changed(onChange: () => void): void {
    const { value } = this.#select;
    const query = new URLSearchParams(value === 'own' ? { ...this.period } : { days: value });
    history.replaceState(null, '', `?${query.toString()}`);
    onChange();
  }
}
