/** What the installation page is given: Freshworks' client, and Crayons' input as far as the page uses it. */

type PlatformAnswer = { readonly status: number; readonly response: string };

declare const app: {
  initialized(): Promise<{
    readonly request: {
      /** Rejects with the answer, too, from status 400 on. */
      invokeTemplate(
        name: string,
        options: { readonly context: Readonly<Record<string, string>>; readonly body: string },
      ): Promise<PlatformAnswer>;
    };
  }>;
};

type CrayonsInput = HTMLElement & { value?: string | null; setFocus(): Promise<void> };

type PageElements = {
  readonly title: HTMLElement;
  readonly intro: HTMLElement;
  readonly where: HTMLElement;
  readonly status: HTMLElement;
  readonly 'region-field': HTMLElement;
  readonly 'region-label': HTMLElement;
  readonly region: HTMLSelectElement;
  readonly key: CrayonsInput;
  readonly 'plain-key-label': HTMLElement;
  readonly 'plain-key': HTMLInputElement;
};
