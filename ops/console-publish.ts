/** `npm run console:publish`: puts the built console where CloudFront serves it from, or an older release back. */

import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { runCommand } from './command.ts';
import { listReleases, publish, rollBack } from './console/publish.ts';
import { createSiteStore } from './console/site-store.s3.ts';
import type { Help } from './help.ts';
import { OperatorError } from './target.ts';

const FOLDER = new URL('../console/dist', import.meta.url).pathname;

const HELP: Help = {
  usage: `npm run console:publish -- --bucket <ConsoleBucket>
npm run console:publish -- --bucket <ConsoleBucket> --releases
npm run console:publish -- --bucket <ConsoleBucket> --to <release>`,
  does: `Builds the console and publishes it as a new release; --releases lists what was published, --to serves one of them again.
The bucket is what the edge stack printed. Nobody sees half a release: the page changes last, in one write.`,
  example: 'npm run console:publish -- --bucket freshchat-contacts-prod-edge-console --to 202611250705-1a2b3c4d',
};

await runCommand(HELP, async () => {
  const { values } = parseArgs({
    options: { bucket: { type: 'string' }, to: { type: 'string' }, releases: { type: 'boolean' } },
  });
  const { bucket, to, releases } = values;
  if (bucket === undefined) throw new OperatorError('Name the bucket: --bucket <ConsoleBucket>');
  // The bucket lies beside the distribution, wherever the pipeline lies.
  const store = createSiteStore(new S3Client({ region: 'us-east-1' }), bucket);
  if (releases) {
    for (const line of await listReleases(store)) console.log(line);
  } else if (to !== undefined) {
    await rollBack(store, to);
    console.log(`${to} is served again, from the next load of a page on.`);
  } else {
    const release = await publish(store, FOLDER, new Date());
    console.log(`Published ${release}. Back: npm run console:publish -- --bucket ${bucket} --to <an older one>`);
  }
});
