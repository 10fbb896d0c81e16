import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ReadCountsEnvironment } from '../../functions/read-counts/env.ts';
import { READ_COUNTS_ATTRIBUTES } from '../../shared/attributes.ts';
import { ALARMS } from '../../shared/names.ts';
import type { StageSettings } from '../settings.ts';
import type { Alarms } from './alarms.ts';
import type { ContactTables } from './contact-tables.ts';
import type { PipelineHttpApi } from './http-api.ts';
import { allow, allowIndex, PipelineFunction } from './pipeline-function.ts';
import { watchFunction } from './watch-function.ts';

export type CountsApiProps = {
  readonly settings: StageSettings;
  readonly alarms: Alarms;
  readonly httpApi: PipelineHttpApi;
  readonly authorizer: IHttpRouteAuthorizer;
  readonly tables: ContactTables;
};

/** read-counts: contact counts, what may be believed of them, and their corrections. It can read no secret. */
export class CountsApi extends Construct {
  constructor(scope: Construct, id: string, { settings, alarms, httpApi, authorizer, tables }: CountsApiProps) {
    super(scope, id);
    const { contactCounts, integrations } = tables;
    const readCounts = new PipelineFunction(this, 'ReadCounts', {
      settings,
      folder: 'read-counts',
      description: '/v1/integrations/{id}/contact-counts and queues: counts, their completeness and corrections',
      // A hundred days of twenty queues are a dozen pages of a Query; the gateway waits 30.
      timeoutSeconds: 25,
      memoryMegabytes: 1_024,
      environment: {
        CONTACT_COUNTS_TABLE: contactCounts.tableName,
        INTEGRATIONS_TABLE: integrations.tableName,
      } satisfies ReadCountsEnvironment,
      may: [
        allow(['dynamodb:Query'], contactCounts.tableArn),
        allowIndex(contactCounts, 'byCorrection'),
        mayReadCompleteness(integrations),
      ],
    });
    httpApi.addRoutes('read-counts', readCounts, authorizer);
    watchFunction(alarms, readCounts, {
      errors: {
        name: ALARMS.readCountsErrors,
        sentence: 'read-counts fails: forecasting and administrators cannot read contact counts over HTTP.',
      },
      throttles: {
        name: ALARMS.readCountsThrottles,
        sentence: 'read-counts is throttled: forecasting and administrators cannot read contact counts over HTTP.',
      },
    });
  }
}

/**
 * No condition can fence the sort key, which tells a hole from the settings. So the attributes are fenced: those of
 * claims, of holes and of our own outages may be read, and nothing else of any item.
 */
const mayReadCompleteness = (integrations: Table): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:Query', 'dynamodb:GetItem'],
    resources: [integrations.tableArn],
    conditions: {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': READ_COUNTS_ATTRIBUTES },
      // A call that names no attributes asks for all of them, and every value of an empty list is allowed.
      Null: { 'dynamodb:Attributes': 'false' },
    },
  });
