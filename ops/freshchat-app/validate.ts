/** What `fdk validate` is known to check, as far as public sources tell. It replaces no run of the vendor's tool. */

import type { AppFiles } from './app-files.ts';
import type { Fault } from './fault.ts';
import { manifestFaults } from './manifest-rules.ts';
import { packageFaults } from './package-rules.ts';
import { configFaults } from './page-rules.ts';
import { requestsFaults } from './requests-rules.ts';
import { scriptFaults } from './script-rules.ts';

export const validate = (app: AppFiles): readonly Fault[] =>
  [manifestFaults, requestsFaults, configFaults, scriptFaults, packageFaults].flatMap((rules) => rules(app));
