/** A style sheet, bundled and minified, as text. */
declare module '*.css' {
  const text: string;
  export default text;
}
/** Markup as text. */
declare module '*.html' {
  const text: string;
  export default text;
}
declare module '*.svg' {
  const text: string;
  export default text;
}
