/** What `POST /v1/events` answers, for the OpenAPI document. The types stand in event-post.ts. */

import * as z from 'zod';

const remarkSchema = z.strictObject({
  index: z.int().min(0),
  id: z.string().exactOptional(),
  code: z.string(),
  field: z.string().exactOptional(),
  message: z.string(),
});

export const postAnswerSchema = z.strictObject({
  accepted: z.int().min(0),
  rejected: z.array(remarkSchema).max(5).readonly(),
  noted: z
    .array(remarkSchema)
    .max(5)
    .readonly()
    .exactOptional()
    .meta({ description: 'Parts of accepted events that could not be used, and were left out or cut.' }),
  alsoRejected: z.int().min(1).exactOptional().meta({ description: 'How many more were refused than are listed.' }),
});
