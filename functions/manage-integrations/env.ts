import * as z from 'zod';

const deployedSchema = z.object({
  INTEGRATIONS_TABLE: z.string().min(1),
  API_KEYS_TABLE: z.string().min(1),
  /** How many integrations an account may have. */
  MAX_INTEGRATIONS: z.coerce.number().int().positive().default(50),
  /** Under which key the Freshchat keys are: the ARN of a KMS key, or a key file of this machine. */
  FRESHCHAT_KEYS_CIPHER: z.string().regex(/^(?:arn:|file:\/\/\/)/),
});

/** Where keys are under KMS, Freshchat is Freshchat, and seven days are seven days. */
const LOCAL_ONLY = ['FRESHCHAT_STAND_IN', 'ERASE_AFTER_MS'] as const;

export const environmentSchema = deployedSchema
  .extend({
    /** `http://127.0.0.1:<port>` of a stand-in for Freshchat. Anything but loopback is refused. */
    FRESHCHAT_STAND_IN: z.url().exactOptional(),
    /** How long erasing can be undone, for whoever wants to see it through. */
    ERASE_AFTER_MS: z.coerce.number().int().positive().exactOptional(),
  })
  .check(({ value, issues }) => {
    if (value.FRESHCHAT_KEYS_CIPHER.startsWith('file:')) return;
    for (const name of LOCAL_ONLY.filter((one) => value[one] !== undefined))
      issues.push({ code: 'custom', path: [name], input: value[name], message: 'only in local mode' });
  });

/** infra/ sets exactly these: a missing one is a compile error there. */
export type ManageIntegrationsEnvironment = Readonly<Record<keyof z.output<typeof deployedSchema>, string>>;
