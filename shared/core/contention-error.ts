/** Other writers of the same item were faster, again and again: whoever asked may simply ask again. */
export class ContentionError extends Error {
  override readonly name = 'ContentionError';
  constructor(attempts: number, cause?: unknown) {
    super(`Other writers were faster ${attempts} times in a row. Send the request again.`, { cause });
  }
}
