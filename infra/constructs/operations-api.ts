import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { ReadOperationsEnvironment } from '../../functions/read-operations/env.ts';
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
        allowOn(['dynamodb:GetItem'], integrations.tableArn, OF_OURSELVES),
        allowOn(['dynamodb:BatchGetItem'], integrations.tableArn, OF_INTEGRATIONS),
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

/** What the monitor remembers. */
const OF_OURSELVES = [
  'integrationId',
  'item',
  'lastRunAt',
  'ourOutages',
  'probes',
  'stall',
  'manySilent',
  'caughtUpTo',
];

/** No condition can fence the sort key: the attributes are fenced. Neither `freshchatKey` nor `freshchatDomain`. */
const OF_INTEGRATIONS = [
  'integrationId',
  'item',
  'name',
  'createdAt',
  'silencePolicy',
  'pausedAt',
  'deletedAt',
  'erase',
  'incident',
  'acceptedAt',
  'chatEventAt',
  'heartbeatAt',
  'installedAt',
  'uninstalledAt',
  'refusedAt',
  'invalidAt',
  'typesUnknownAt',
  'refusal',
  'appVersion',
  'installedOccurredAt',
  'uninstalledOccurredAt',
  'refusedSince',
  'invalidSince',
  'openedAt',
  'silentFrom',
  'cause',
  'severity',
  'reopenedAt',
  'recoveredAt',
  'closedAt',
  'endedBy',
  'announcedCause',
  'keyNotices',
];
