import type { Renderer } from './renderer.ts';

/** Stands for the renderer, which is there only once the panel is on screen. */
export class LateRenderer {
  #renderer: Renderer | undefined;
  #waiting: (() => void)[] = [];

  constructor(coming: Promise<Renderer>) {
    void coming.then((renderer) => {
      this.#renderer = renderer;
      for (const work of this.#waiting.splice(0)) work();
    });
  }

  /** @throws Error before it is there: what needs it has to be asked for with `whenReady` */
  get renderer(): Renderer {
    if (!this.#renderer) throw new Error('The renderer is not there yet');
    return this.#renderer;
  }

  /** Does the work as soon as there is a renderer, each piece after those that were asked for before. */
  whenReady(work: () => void): void {
    if (this.#renderer) work();
    else this.#waiting.push(work);
  }
}
