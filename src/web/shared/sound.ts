import type { Memory } from './memory.ts';

const key = 'support-chat.sound';
const seconds = 0.16;
const loudness = 0.06;

/** A short soft tone for a new message. Off until somebody switches it on. */
export class Sound {
  readonly #memory: Memory;
  #context: AudioContext | undefined;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  get isOn(): boolean {
    return this.#memory.get(key) === 'on';
  }

  /** Switching it on plays it once, which also is the gesture that browsers ask for before a page may sound. */
  set(on: boolean): void {
    this.#memory.set(key, on ? 'on' : 'off');
    this.play();
  }

  play(): void {
    if (!this.isOn) return;
    this.#context ??= new AudioContext();
    const { currentTime, destination } = this.#context;
    const tone = this.#context.createOscillator();
    const volume = this.#context.createGain();
    tone.frequency.setValueAtTime(660, currentTime);
    tone.frequency.setValueAtTime(880, currentTime + seconds / 2);
    volume.gain.setValueAtTime(loudness, currentTime);
    volume.gain.exponentialRampToValueAtTime(0.0001, currentTime + seconds);
    tone.connect(volume).connect(destination);
    tone.start();
    tone.stop(currentTime + seconds);
  }
}
