import * as z from 'zod';

const deployedSchema = z.object({
  INTEGRATIONS_TABLE: z.string().min(1),
  API_KEYS_TABLE: z.string().min(1),
  /** How many integrations an account may have. */
  MAX_INTEGRATIONS: z.coerce.number().int().positive().default(50),
  /** Under which key the Freshchat keys are: the ARN of a KMS key, or a key file of this machine. */
  FRESHCHAT_KEYS_CIPHER: z.string().regex(/^(?:arn:|file:\/\/\/)/),
});

export const environmentSchema = deployedSchema
  .extend({
    /** Local mode only: `http://127.0.0.1:<port>` of a stand-in for Freshchat. Anything but loopback is refused. */
    FRESHCHAT_STAND_IN: z.url().exactOptional(),
  })
  .refine(({ FRESHCHAT_STAND_IN: standIn, FRESHCHAT_KEYS_CIPHER: key }) => !standIn || key.startsWith('file:'), {
    // Where keys are under KMS, Freshchat is Freshchat.
    path: ['FRESHCHAT_STAND_IN'],
  });

/** infra/ sets exactly these: a missing one is a compile error there. */
export type ManageIntegrationsEnvironment = Readonly<Record<keyof z.output<typeof deployedSchema>, string>>;
