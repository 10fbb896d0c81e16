/** Templates against what AWS publishes of its resources: names of properties, required ones, types, attributes. */

import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType, ResourceProperties, SpecDatabase } from '@aws-cdk/service-spec-types';
import type { PipelineTemplate } from './pipeline-template.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value that CloudFormation only knows at deployment. */
const isIntrinsic = (value: unknown): boolean => {
  if (!isRecord(value)) return false;
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && (name === 'Ref' || name?.startsWith('Fn::') === true);
};

/** Loads a second's worth of schemas; keep what it returns. */
export const createSchemaCheck = (): ((template: PipelineTemplate) => readonly string[]) => {
  const spec = loadAwsServiceSpecSync();
  return (template) =>
    Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
      const [schema] = spec.lookup('resource', 'cloudFormationType', 'equals', Type);
      if (!schema) return [`${id}: AWS publishes no ${Type}`];
      return [
        ...problemsOfProperties(spec, id, Properties, schema.properties),
        ...attributeProblems(spec, template, id, Properties),
      ];
    });
};

const problemsOfProperties = (
  spec: SpecDatabase,
  path: string,
  value: Readonly<Record<string, unknown>>,
  schema: ResourceProperties,
): readonly string[] => [
  ...Object.entries(schema).flatMap(([name, { required }]) =>
    required && value[name] === undefined ? [`${path}.${name} is required`] : [],
  ),
  ...Object.entries(value).flatMap(([name, inner]) => {
    const property = schema[name];
    return property ? problemsOfValue(spec, `${path}.${name}`, inner, property.type) : [`${path}.${name} is unknown`];
  }),
];

const problemsOfValue = (spec: SpecDatabase, path: string, value: unknown, type: PropertyType): readonly string[] => {
  if (isIntrinsic(value)) return [];
  const wrong = [`${path} is no ${type.type}`];
  switch (type.type) {
    case 'string':
      if (typeof value !== 'string') return wrong;
      return type.allowedValues && !type.allowedValues.includes(value) ? [`${path} has no such value`] : [];
    case 'date-time':
      return typeof value === 'string' ? [] : wrong;
    case 'integer':
      return Number.isInteger(value) ? [] : wrong;
    case 'number':
      return typeof value === 'number' ? [] : wrong;
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrong;
    case 'array':
      if (!Array.isArray(value)) return wrong;
      return value.flatMap((one: unknown, index) => problemsOfValue(spec, `${path}.${index}`, one, type.element));
    case 'map':
      if (!isRecord(value)) return wrong;
      return Object.entries(value).flatMap(([name, one]) =>
        problemsOfValue(spec, `${path}.${name}`, one, type.element),
      );
    case 'ref':
      if (!isRecord(value)) return wrong;
      return problemsOfProperties(spec, path, value, spec.get('typeDefinition', type.reference).properties);
    case 'union': {
      const perType = type.types.map((one) => problemsOfValue(spec, path, value, one));
      return perType.some((problems) => problems.length === 0) ? [] : (perType[0] ?? wrong);
    }
    case 'json':
    case 'tag':
    case 'null':
      return [];
  }
};

/** Every `Ref` and `Fn::GetAtt` points at a resource of the template, and at an attribute that this resource has. */
const attributeProblems = (
  spec: SpecDatabase,
  template: PipelineTemplate,
  path: string,
  value: unknown,
): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => attributeProblems(spec, template, path, one));
  if (!isRecord(value)) return [];
  const [target, attribute] = referenceIn(value);
  if (target === undefined) {
    return Object.entries(value).flatMap(([name, one]) => attributeProblems(spec, template, `${path}.${name}`, one));
  }
  if (target.startsWith('AWS::')) return [];
  const resource = template.Resources[target];
  if (!resource) return [`${path} points at ${target}, which is not in the template`];
  const [schema] = spec.lookup('resource', 'cloudFormationType', 'equals', resource.Type);
  const isKnown = attribute === undefined || schema?.attributes[attribute] || schema?.properties[attribute];
  return isKnown ? [] : [`${path}: ${resource.Type} has no attribute ${attribute}`];
};

const referenceIn = (value: Readonly<Record<string, unknown>>): readonly [target?: string, attribute?: string] => {
  const { Ref: target, 'Fn::GetAtt': getAtt } = value;
  if (typeof target === 'string') return [target];
  return Array.isArray(getAtt) ? [String(getAtt[0]), String(getAtt[1])] : [];
};
