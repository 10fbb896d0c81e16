import { Stack, type StackProps } from 'aws-cdk-lib';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { Construct } from 'constructs';
import { ALARMS } from '../shared/names.ts';
import { AdminApi } from './constructs/admin-api.ts';
import { AdminPool } from './constructs/admin-pool.ts';
import { Alarms } from './constructs/alarms.ts';
import { ChatRecorder } from './constructs/chat-recorder.ts';
import { ContactTables } from './constructs/contact-tables.ts';
import { ContactTally } from './constructs/contact-tally.ts';
import { CountsApi } from './constructs/counts-api.ts';
import { EventsApi } from './constructs/events-api.ts';
import { EventsQueue } from './constructs/events-queue.ts';
import { ForecastReader } from './constructs/forecast-reader.ts';
import { PipelineHttpApi } from './constructs/http-api.ts';
import { IntegrationEraser } from './constructs/integration-eraser.ts';
import { OperationsApi } from './constructs/operations-api.ts';
import { OperatorOutputs } from './constructs/operator-outputs.ts';
import { PipelineDashboard } from './constructs/pipeline-dashboard.ts';
import { WatchSilence } from './constructs/watch-silence.ts';
import type { StageSettings } from './settings.ts';

export type PipelineStackProps = StackProps & { readonly settings: StageSettings };

/**
 * The whole pipeline, in the order in which an event travels.
 *
 * An id that ends in `Door` is older than the name of its class. CloudFormation knows resources by it: with another id it
 * would make a second key, a second API and second routes, and fail at the first route that exists already.
 */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: PipelineStackProps) {
    super(scope, id, { ...props, terminationProtection: settings.isStackProtected });
    const alarms = new Alarms(this, 'Alarms', { settings });
    const tables = new ContactTables(this, 'Tables');

    const httpApi = new PipelineHttpApi(this, 'FrontDoor', { settings, alarms });
    const events = new EventsQueue(this, 'Events', { settings, alarms });
    new EventsApi(this, 'EventDoor', { settings, alarms, httpApi, apiKeys: tables.apiKeys, events });
    new ChatRecorder(this, 'ChatRecorder', { settings, alarms, events, tables });
    const tally = new ContactTally(this, 'ContactTally', {
      settings,
      alarms,
      chats: tables.chats,
      contactCounts: tables.contactCounts,
    });
    new WatchSilence(this, 'WatchSilence', { settings, alarms, tables, events, tally });
    alarms.dataAtRisk(ALARMS.dataAtRisk, 'Counts may be wrong, or will be lost if nobody acts.', [
      ALARMS.eventsDlqNotEmpty,
      ALARMS.repairQueueNotEmpty,
      ALARMS.tallyIteratorAge,
      ALARMS.eventsQueueAge,
      ALARMS.pipelineStalled,
    ]);
    new PipelineDashboard(this, 'Dashboard', { alarms, events });
    const { issuer, audience } = settings.jwt ?? new AdminPool(this, 'AdminPool', { settings, alarms });
    const authorizer = new HttpJwtAuthorizer('Administrators', issuer, { jwtAudience: [audience] });
    new AdminApi(this, 'AdminDoor', { settings, alarms, httpApi, authorizer, tables });
    new CountsApi(this, 'CountsApi', { settings, alarms, httpApi, authorizer, tables });
    new OperationsApi(this, 'OperationsApi', { settings, alarms, httpApi, authorizer, tables });
    new IntegrationEraser(this, 'IntegrationEraser', { settings, alarms, tables });
    for (const reader of settings.forecastReaders) {
      new ForecastReader(this, `ForecastReader${reader.name}`, { reader, tables });
    }
    new OperatorOutputs(this, 'Operator', { tables, events, tally });
  }
}
