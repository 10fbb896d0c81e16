import { AwsJson1_0Protocol } from '@aws-sdk/core/protocols';

type Serializer = AwsJson1_0Protocol['serializer'];
type Deserializer = AwsJson1_0Protocol['deserializer'];

/**
 * The SDK's protocol with the JSON of Node.js. The SDK's own walks each input and output value by value along the
 * schema of the operation; for items without binary values both write and read the same. What the schema does change
 * stays with the SDK: binary values, the token of a transaction and errors.
 *
 * For items only: a date in the description of a table would stay a number.
 *
 * A class, because the SDK makes it with `new`.
 */
export class NativeJsonProtocol extends AwsJson1_0Protocol {
  constructor(settings: ConstructorParameters<typeof AwsJson1_0Protocol>[0]) {
    super(settings);
    this.serializer = withNativeWriting(this.serializer);
    this.deserializer = withNativeReading(this.deserializer);
  }
}

const withNativeWriting = (sdk: Serializer): Serializer => {
  let written: string | undefined;
  return {
    setSerdeContext: (context) => sdk.setSerdeContext(context),
    write: (schema, input) => {
      written = hasToken(input) ? undefined : JSON.stringify(input);
      if (written === undefined || WRITTEN_BYTES.test(written)) {
        written = undefined;
        sdk.write(schema, input);
      }
    },
    flush: () => written ?? sdk.flush(),
  };
};

const withNativeReading = (sdk: Deserializer): Deserializer => ({
  setSerdeContext: (context) => sdk.setSerdeContext(context),
  read: (schema, answer) => {
    const text = typeof answer === 'string' ? answer : toText(answer);
    return READ_BYTES.test(text) ? sdk.read(schema, answer) : JSON.parse(text);
  },
});

const toText = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString();

/** An attempt that is repeated is known by it as the same transaction; the SDK makes one up where we give none. */
const hasToken = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && ('TransactItems' in input || 'TransactStatements' in input);

// Within a string a quote has a backslash before it; an attribute that is called B has an object as its value, whose
// only key is a type.
const WRITTEN_BYTES = /"BS?":\[?\{("0"|"type"|\})/;
const READ_BYTES = /"B":\s*"|"BS":\s*\[/;
