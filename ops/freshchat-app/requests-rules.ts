/** config/requests.json: the request templates. */

import type { AppFiles } from './app-files.ts';
import { error, type Fault } from './fault.ts';
import { type Fields, fieldsIn, readObject } from './json.ts';
import { secureParameters } from './page-rules.ts';

const FILE = 'config/requests.json';
const SCHEMA_FIELDS = ['method', 'protocol', 'host', 'path', 'headers', 'query'];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const MAX_TEMPLATES = 100;
const NAME = /^[A-Za-z0-9_-]+$/;
const PLACEHOLDER = /<%=[^%]*%>/g;
const HOST_NAME = /^(?:[a-z0-9-]{1,63}\.)+[a-z]{2,}$/i;

/** Whether a value of an option is within the platform's bounds. */
const OPTIONS: Readonly<Record<string, (value: number) => boolean>> = {
  maxAttempts: (attempts) => Number.isInteger(attempts) && attempts >= 1 && attempts <= 5,
  retryDelay: (milliseconds) => milliseconds >= 0 && milliseconds <= 1500,
};

export const requestsFaults = (app: AppFiles): readonly Fault[] => {
  const declared = declaredRequests(app);
  if (!app.has(FILE)) return declared.map((name) => error(FILE, `lacks ${name}, which manifest.json declares`));
  const templates = readObject(app, FILE);
  if (!templates) return [error(FILE, 'is no JSON object')];
  const names = Object.keys(templates);
  return [
    ...declared
      .filter((name) => !names.includes(name))
      .map((name) => error(FILE, `lacks ${name}, which manifest.json declares`)),
    ...names
      .filter((name) => !declared.includes(name))
      .map((name) => error(FILE, `${name} is not declared in manifest.json`)),
    ...names.filter((name) => !NAME.test(name)).map((name) => error(FILE, `${name} is no name of a template`)),
    ...(names.length > MAX_TEMPLATES ? [error(FILE, `holds more than ${MAX_TEMPLATES} templates`)] : []),
    ...Object.entries(templates).flatMap(([name, template]) =>
      templateFaults(fieldsIn(template), secureParameters(app)).map((message) => error(FILE, `${name}: ${message}`)),
    ),
  ];
};

const declaredRequests = (app: AppFiles): readonly string[] => {
  const modules = fieldsIn(readObject(app, 'manifest.json')?.['modules']);
  return Object.keys(fieldsIn(fieldsIn(modules['common'])['requests']));
};

const templateFaults = (template: Fields, secure: readonly string[]): readonly string[] => {
  const schema = fieldsIn(template['schema']);
  const { method, protocol = 'https', host, path } = schema;
  return [
    ...Object.keys(schema)
      .filter((field) => !SCHEMA_FIELDS.includes(field))
      .map((field) => `a template has no ${field}`),
    ...(METHODS.includes(String(method)) ? [] : ['no such method']),
    ...(protocol === 'https' ? [] : ['the protocol must be https']),
    ...(isHost(String(host)) ? [] : ['the host must be a full domain name, without a path']),
    ...(String(path).startsWith('/') ? [] : ['the path must begin with /']),
    ...optionFaults(fieldsIn(template['options'])),
    ...secure
      .filter((name) => JSON.stringify({ ...schema, headers: {} }).includes(`iparam.${name}`))
      .map((name) => `${name} is secure: it may stand in headers only`),
  ];
};

/** A host that is one placeholder is checked when it is filled. */
const isHost = (host: string): boolean => {
  const filled = host.replace(PLACEHOLDER, 'placeholder');
  return filled === 'placeholder' || HOST_NAME.test(filled);
};

const optionFaults = (options: Fields): readonly string[] =>
  Object.entries(options)
    .filter(([name, value]) => typeof value !== 'number' || !OPTIONS[name]?.(value))
    .map(([name]) => `options.${name} is unknown or out of bounds`);
