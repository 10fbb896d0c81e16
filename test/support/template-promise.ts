/** The words in which infra tests state what every template keeps, and how a template would break it. */

import type { PipelineTemplate, Resource } from './pipeline-template.ts';

export type Located = { readonly id: string; readonly resource: Resource };

export type TemplatePromise = {
  readonly promise: string;
  /** What breaks the promise; empty while it is kept. */
  readonly violations: (template: PipelineTemplate) => readonly string[];
  /** Each must be noticed, or the check above proves nothing. */
  readonly brokenBy: Readonly<Record<string, (template: PipelineTemplate) => PipelineTemplate>>;
};

type Check = (located: Located, template: PipelineTemplate) => boolean;

export const resourcesOf = (template: PipelineTemplate, type: string): readonly Located[] =>
  Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => ({ id, resource }));

/** What is not kept by resources of this type; that there are none is fine. */
export const each =
  (type: string, keeps: Check, among: Check = () => true): TemplatePromise['violations'] =>
  (template) =>
    resourcesOf(template, type)
      .filter((located) => among(located, template) && !keeps(located, template))
      .map(({ id }) => id);

/** As {@link each}, and that there are none breaks the promise too. */
export const every =
  (type: string, keeps: Check, among: Check = () => true): TemplatePromise['violations'] =>
  (template) =>
    resourcesOf(template, type).some((located) => among(located, template))
      ? each(type, keeps, among)(template)
      : [`no ${type}`];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The value at `A.B.0.C`; undefined where the path ends early. */
export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), value);

export const numberAt = (value: unknown, path: string): number => Number(at(value, path) ?? Number.NaN);

/** CloudFormation takes one value where a list is meant. */
export const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** The logical id behind a `Ref` or `Fn::GetAtt`. */
export const targetOf = (value: unknown): string => String(at(value, 'Ref') ?? at(value, 'Fn::GetAtt.0'));

export const targetIn = (template: PipelineTemplate, value: unknown): Resource | undefined =>
  template.Resources[targetOf(value)];

/** The template with one property of every resource of a type replaced, or left out. */
export const withProperty =
  (type: string, path: string, value: unknown, among: Check = () => true) =>
  (template: PipelineTemplate): PipelineTemplate => ({
    Resources: Object.fromEntries(
      Object.entries(template.Resources).map(([id, resource]) =>
        resource.Type === type && among({ id, resource }, template)
          ? [id, { ...resource, Properties: Object(replaced(resource.Properties, path.split('.'), value)) }]
          : [id, resource],
      ),
    ),
  });

const replaced = (before: unknown, [name, ...rest]: readonly string[], value: unknown): unknown => {
  if (name === undefined) return value;
  const inner = replaced(at(before, name), rest, value);
  return Array.isArray(before) ? before.with(Number(name), inner) : { ...Object(before), [name]: inner };
};

/** The template with one more resource. */
export const withResource =
  (Type: string, Properties: Record<string, unknown>) =>
  (template: PipelineTemplate): PipelineTemplate => ({
    Resources: { ...template.Resources, Intruder: { Type, Properties } },
  });

/** The template without the resources of a type. */
export const without =
  (type: string, among: Check = () => true) =>
  (template: PipelineTemplate): PipelineTemplate => ({
    Resources: Object.fromEntries(
      Object.entries(template.Resources).filter(
        ([id, resource]) => !(resource.Type === type && among({ id, resource }, template)),
      ),
    ),
  });

/** The template with resources of a type that wait for no other. */
export const withoutDependencies =
  (type: string) =>
  (template: PipelineTemplate): PipelineTemplate => ({
    Resources: Object.fromEntries(
      Object.entries(template.Resources).map(([id, resource]) =>
        resource.Type === type ? [id, { ...resource, DependsOn: undefined }] : [id, resource],
      ),
    ),
  });
