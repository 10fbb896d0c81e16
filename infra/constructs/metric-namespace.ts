import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { METRIC_NAMESPACE } from '../../shared/names.ts';

/** One a stack: dev and prod may share an account and a region, and must not share their alarms. */
export const metricNamespaceOf = (scope: IConstruct): string => `${METRIC_NAMESPACE}/${Stack.of(scope).stackName}`;
