/** What `POST /v1/events` answers, for the OpenAPI document. The types stand in event-post.ts. */

import * as z from 'zod';

const rejectionSchema = z.strictObject({
  index: z.int().min(0),
  id: z.string().exactOptional(),
  code: z.string(),
  field: z.string().exactOptional(),
  message: z.string(),
});

export const postAnswerSchema = z.strictObject({
  accepted: z.int().min(0),
  rejected: z.array(rejectionSchema).max(5).readonly(),
  alsoRejected: z.int().min(1).exactOptional().meta({ description: 'How many more were refused than are listed.' }),
});
