import { Construct } from 'constructs';
import type { EraseIntegrationsEnvironment } from '../../functions/erase-integrations/env.ts';
import { ALARMS } from '../../shared/names.ts';
import type { StageSettings } from '../settings.ts';
import type { Alarms } from './alarms.ts';
import type { ContactTables } from './contact-tables.ts';
import { watchForMessages } from './events-queue.ts';
import { allow, allowIndex, PipelineFunction } from './pipeline-function.ts';
import { runEvery } from './run-every.ts';
import { watchFunction } from './watch-function.ts';

export type IntegrationEraserProps = {
  readonly settings: StageSettings;
  readonly alarms: Alarms;
  readonly tables: ContactTables;
};

/**
 * erase-integrations: on a schedule, what was asked to be erased (docs/decisions/0004). A run ends before the next
 * begins; two at once would delete the same things. So it needs no reserved concurrency, which decision 0006 refuses.
 */
export class IntegrationEraser extends Construct {
  constructor(scope: Construct, id: string, { settings, alarms, tables }: IntegrationEraserProps) {
    super(scope, id);
    const { integrations, chats, contactCounts } = tables;
    const eraseIntegrations = new PipelineFunction(this, 'EraseIntegrations', {
      settings,
      folder: 'erase-integrations',
      description: 'Erases settings, ledger, counts and incidents seven days after it was asked to, page by page',
      // It begins no page in its last 20 seconds, and leaves a minute to the next run.
      timeoutSeconds: 240,
      memoryMegabytes: 512,
      environment: {
        INTEGRATIONS_TABLE: integrations.tableName,
        CHATS_TABLE: chats.tableName,
        CONTACT_COUNTS_TABLE: contactCounts.tableName,
      } satisfies EraseIntegrationsEnvironment,
      may: [
        allow(
          [
            'dynamodb:GetItem',
            'dynamodb:Query',
            'dynamodb:BatchWriteItem',
            // The transaction that begins the erasing: the config, the name, the evidence, the count of integrations, which
            // is made of the configs where an account of the first version has none yet.
            'dynamodb:BatchGetItem',
            'dynamodb:PutItem',
            'dynamodb:DeleteItem',
            'dynamodb:UpdateItem',
          ],
          integrations.tableArn,
        ),
        allowIndex(integrations, 'byCheckAt'),
        allowIndex(integrations, 'byAccount'),
        allow(['dynamodb:Query', 'dynamodb:BatchWriteItem'], chats.tableArn),
        allow(['dynamodb:Query', 'dynamodb:BatchWriteItem'], contactCounts.tableArn),
      ],
    });
    const undelivered = runEvery(this, eraseIntegrations, { minutes: 5, description: 'Runs the eraser' });
    watchForMessages(alarms, undelivered, {
      name: ALARMS.eraserUndelivered,
      sentence: 'A run of the eraser could not be started: what customers asked to erase stays for longer.',
    });
    watchFunction(
      alarms,
      eraseIntegrations,
      {
        errors: {
          name: ALARMS.eraseIntegrationsErrors,
          sentence: 'The eraser fails: what customers asked to erase stays for longer.',
        },
        throttles: {
          name: ALARMS.eraseIntegrationsThrottles,
          sentence: 'The eraser is not let run: what customers asked to erase stays for longer.',
        },
      },
      'scheduled',
    );
  }
}
