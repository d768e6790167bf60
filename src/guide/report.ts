import type { ContentFile } from './read-files.ts';

/** Notes a problem at a place in a content file. */
export type Report = (place: {
  in: ContentFile<unknown>;
  at: PropertyKey[];
  message: string;
  hint: string;
}) => void;
