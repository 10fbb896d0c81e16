import { fileURLToPath } from 'node:url';
import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, QueryDefinition, QueryString, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { BUNDLING } from '../bundling.ts';
import type { StageSettings } from '../settings.ts';
import { metricNamespaceOf } from './metric-namespace.ts';

export type PipelineFunctionProps = {
  readonly settings: StageSettings;
  /** The folder under functions/. */
  readonly folder: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Named only where a policy elsewhere must name it; the stack and the region come before. */
  readonly roleName?: string;
  /** Longer than the stage's where the log is a record. */
  readonly logRetention?: RetentionDays;
  /** All that the function may do besides writing its own log. */
  readonly may: readonly PolicyStatement[];
};

/** One Lambda function with a role and a log of its own: nothing is shared, so nothing can be lent. */
export class PipelineFunction extends Construct {
  readonly lambda: NodejsFunction;
  readonly role: Role;
  private readonly logs: LogGroup;

  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    super(scope, id);
    this.logs = new LogGroup(this, 'Logs', {
      retention: props.logRetention ?? props.settings.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = this.createRole(props);
    this.lambda = new NodejsFunction(this, 'Function', {
      description: props.description,
      entry: fileURLToPath(new URL(`../../functions/${props.folder}/index.ts`, import.meta.url)),
      depsLockFilePath: fileURLToPath(new URL('../../package-lock.json', import.meta.url)),
      handler: 'handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMegabytes,
      timeout: Duration.seconds(props.timeoutSeconds),
      environment: { ...props.environment, METRIC_NAMESPACE: metricNamespaceOf(this) },
      bundling: BUNDLING,
      // Only the SDK of version 2 reads the variable that this would set.
      awsSdkConnectionReuse: false,
      role: this.role,
      logGroup: this.logs,
      // JSON format would wrap our lines, and CloudWatch would no longer find the metrics in them.
      loggingFormat: LoggingFormat.TEXT,
      // X-Ray's permissions cannot be narrowed to a resource; the log lines carry the durations.
      tracing: Tracing.DISABLED,
    });
    this.saveQueries(props.folder);
  }

  /** Inline, so that no mapping is made before its role may read; the managed policies of AWS allow too much. */
  private createRole({ may, roleName }: PipelineFunctionProps): Role {
    const writesItsLog = allow(['logs:CreateLogStream', 'logs:PutLogEvents'], this.logs.logGroupArn);
    return new Role(this, 'Role', {
      ...(roleName !== undefined && { roleName: `${Stack.of(this).stackName}-${Aws.REGION}-${roleName}` }),
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { least: new PolicyDocument({ statements: [writesItsLog, ...may] }) },
    });
  }

  /** The queries that docs/runbook.md sends on-call to. */
  private saveQueries(folder: string): void {
    const prefix = `${Stack.of(this).stackName}/${folder}`;
    new QueryDefinition(this, 'FailuresQuery', {
      queryDefinitionName: `${prefix}/failures`,
      queryString: FAILURES,
      logGroups: [this.logs],
    });
    new QueryDefinition(this, 'OutcomesQuery', {
      queryDefinitionName: `${prefix}/outcomes`,
      queryString: OUTCOMES,
      logGroups: [this.logs],
    });
  }
}

/** Ours, and the lines that Lambda itself writes about an invocation that it ended. */
const FAILURES = new QueryString({
  fields: ['@timestamp', 'error', 'causes', 'place', '@message'],
  filterStatements: ['outcome = "error" or @message like /Task timed out|Runtime exited|Status: (error|timeout)/'],
  sort: '@timestamp desc',
  limit: 200,
});

const OUTCOMES = new QueryString({
  statsStatements: ['count(*) by outcome, bin(5m)'],
  sort: 'bin(5m) desc',
  limit: 500,
});

/** One line of a role: these actions on this one resource. */
export const allow = (actions: readonly string[], resource: string): PolicyStatement =>
  new PolicyStatement({ actions: [...actions], resources: [resource] });

/** Query on one index, by its name. */
export const allowIndex = (table: Table, indexName: string): PolicyStatement =>
  allow(['dynamodb:Query'], `${table.tableArn}/index/${indexName}`);

/**
 * Such actions only where they name these attributes and no other. An action that names none would pass a comparison of
 * all its values: hence the second condition.
 */
export const allowOn = (actions: readonly string[], resource: string, attributes: readonly string[]): PolicyStatement =>
  new PolicyStatement({
    actions: [...actions],
    resources: [resource],
    conditions: {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes },
      Null: { 'dynamodb:Attributes': 'false' },
    },
  });
