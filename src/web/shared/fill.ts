/** Puts values into a text: `fill('{a} of {b}', {a: 1, b: 2})` is `1 of 2`. An unknown name stays as it is. */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));
}
