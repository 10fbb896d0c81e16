import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ConsoleSite } from './constructs/console-site.ts';
import { EdgeDistribution } from './constructs/edge-distribution.ts';
import { EdgeFirewall } from './constructs/edge-firewall.ts';
import type { EdgeSettings, StageSettings } from './settings.ts';

export type EdgeStackProps = StackProps & { readonly settings: StageSettings; readonly edge: EdgeSettings };

/**
 * What stands before the API: one CloudFront distribution with a web ACL, and beside the API the console's files. Web ACL, certificate and logs of CloudFront lie
 * in us-east-1, wherever the pipeline lies: hence a stack of its own. It knows the API by its host name alone.
 */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, { settings, edge, ...props }: EdgeStackProps) {
    super(scope, id, { ...props, terminationProtection: settings.isStackProtected });
    const firewall = new EdgeFirewall(this, 'Firewall');
    const console = edge.console && new ConsoleSite(this, 'Console', { console: edge.console });
    const distribution = new EdgeDistribution(this, 'Distribution', {
      edge,
      apiHost: edge.originHost ?? settings.customDomain?.domainName ?? '',
      webAclArn: firewall.webAclArn,
      ...(console && { console }),
    });
    new CfnOutput(this, 'EdgeUrl', { value: `https://${edge.domainName}/` });
    new CfnOutput(this, 'EdgeTarget', { value: distribution.domainName });
    if (console) new CfnOutput(this, 'ConsoleBucket', { value: console.bucketName });
  }
}
