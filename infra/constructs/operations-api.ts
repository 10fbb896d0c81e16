import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { ReadOperationsEnvironment } from '../../functions/read-operations/env.ts';
import { ON_CALL_ATTRIBUTES, ON_CALL_MEMORY_ATTRIBUTES } from '../../shared/attributes.ts';
import { ALARMS } from '../../shared/names.ts';
import type { StageSettings } from '../settings.ts';
import type { Alarms } from './alarms.ts';
import type { ContactTables } from './contact-tables.ts';
import type { PipelineHttpApi } from './http-api.ts';
import { allow, allowIndex, allowOn, PipelineFunction } from './pipeline-function.ts';
import { watchFunction } from './watch-function.ts';

export type OperationsApiProps = {
  readonly settings: StageSettings;
  readonly alarms: Alarms;
  readonly httpApi: PipelineHttpApi;
  readonly authorizer: IHttpRouteAuthorizer;
  readonly tables: Pick<ContactTables, 'integrations'>;
};

/** read-operations: for on-call, across accounts. It writes nothing, and reads no key, no domain and no count. */
export class OperationsApi extends Construct {
  constructor(scope: Construct, id: string, { settings, alarms, httpApi, authorizer, tables }: OperationsApiProps) {
    super(scope, id);
    const { integrations } = tables;
    const readOperations = new PipelineFunction(this, 'ReadOperations', {
      settings,
      folder: 'read-operations',
      description: '/v1/operations: integrations of all accounts by urgency, incidents, the pipeline in numbers',
      // When everybody is in trouble, everybody is read; the gateway waits 30.
      timeoutSeconds: 25,
      memoryMegabytes: 1_024,
      environment: { INTEGRATIONS_TABLE: integrations.tableName } satisfies ReadOperationsEnvironment,
      may: [
        // Both indexes hold keys only.
        allowIndex(integrations, 'byCheckAt'),
        allow(['dynamodb:Scan'], `${integrations.tableArn}/index/byAccount`),
        allowOn(['dynamodb:GetItem'], integrations.tableArn, ON_CALL_MEMORY_ATTRIBUTES),
        // No condition can fence the sort key: the attributes are fenced.
        allowOn(['dynamodb:BatchGetItem'], integrations.tableArn, ON_CALL_ATTRIBUTES),
      ],
    });
    httpApi.addRoutes('read-operations', readOperations, authorizer);
    watchFunction(alarms, readOperations, {
      errors: {
        name: ALARMS.readOperationsErrors,
        sentence: 'read-operations fails: on-call cannot see the integrations of all accounts.',
      },
      throttles: {
        name: ALARMS.readOperationsThrottles,
        sentence: 'read-operations is throttled: on-call cannot see the integrations of all accounts.',
      },
    });
  }
}
