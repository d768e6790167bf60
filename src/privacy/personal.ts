/** A place in a text, as positions in UTF-16 code units; `to` is the first one behind it. */
export interface Span {
  from: number;
  to: number;
}
