import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The parts of a Swagger 2.0 schema that the Direct Line specification uses. */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
}

interface Specification {
  paths: Record<string, Record<string, { responses: Record<string, { schema?: Schema }> }>>;
  definitions: Record<string, Schema>;
}

const specification = JSON.parse(
  readFileSync(join(__dirname, '../contracts/directline/directline-3.0.swagger.json'), 'utf8'),
) as Specification;

export interface Operation {
  /** `POST /v3/directline/conversations` */
  name: string;
  /** What each status answers with; undefined for those whose body is not specified. */
  responses: Map<number, Schema | undefined>;
}

/** Every operation of the Direct Line 3.0 specification. */
export const operations: Operation[] = Object.entries(specification.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { responses }]) => ({
    name: `${method.toUpperCase()} ${path}`,
    responses: new Map(Object.entries(responses).map(([status, { schema }]) => [Number(status), schema])),
  })),
);

export const definition = (name: string): Schema => ({ $ref: `#/definitions/${name}` });

function resolved(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.split('/').at(-1) ?? '';
  const found = specification.definitions[name];
  if (!found) throw new Error(`The specification has no ${name}.`);
  return found;
}

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** What in a value is not as the schema says, with where it stands. Empty when all is. */
export function mismatches(value: unknown, schema: Schema, at = ''): string[] {
  const { type, format, properties = {}, items } = resolved(schema);
  switch (type) {
    case 'string':
      if (typeof value !== 'string') return [`${at}: no string`];
      return format === 'date-time' && !dateTime.test(value) ? [`${at}: no date-time`] : [];
    case 'integer':
      return Number.isInteger(value) ? [] : [`${at}: no integer`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${at}: no boolean`];
    case 'array':
      if (!Array.isArray(value)) return [`${at}: no array`];
      return value.flatMap((item, index) => (items ? mismatches(item, items, `${at}[${index}]`) : []));
    case 'object':
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: no object`];
      return Object.entries(value).flatMap(([name, part]) =>
        properties[name] ? mismatches(part, properties[name], `${at}.${name}`) : [],
      );
    default:
      throw new Error(`${at}: a type the specification did not use, ${type}`);
  }
}

/** A value with every property that the schema names. */
export function sample(schema: Schema, name = 'value'): unknown {
  const { type, format, properties = {}, items } = resolved(schema);
  switch (type) {
    case 'string':
      if (format === 'date-time') return '2026-11-22T10:00:00Z';
      return /(url|origins)$/i.test(name) ? `https://example.org/${name}` : name;
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return items ? [sample(items, name)] : [];
    default:
      return Object.fromEntries(Object.entries(properties).map(([key, part]) => [key, sample(part, key)]));
  }
}
