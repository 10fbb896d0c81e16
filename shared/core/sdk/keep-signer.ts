type SigningClient<Scheme, Signer> = { readonly config: { signer: (scheme?: Scheme) => Promise<Signer> } };

/**
 * The SDK makes a signer for each call, and copies its whole configuration for that. One serves them all: what changes
 * from call to call (credentials, region, the corrected clock) it asks for or is told at each signature.
 */
export const keepSigner = <Scheme, Signer, Client extends SigningClient<Scheme, Signer>>(
  client: Client & SigningClient<Scheme, Signer>,
): Client => {
  const makeSigner = client.config.signer;
  let kept: Promise<Signer> | undefined;
  client.config.signer = (scheme) => {
    kept ??= makeSigner(scheme).catch((error: unknown) => {
      // A file that could not be read now may be readable at the next call.
      kept = undefined;
      throw error;
    });
    return kept;
  };
  return client;
};
