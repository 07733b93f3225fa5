/**
 * Parses a job's manifest as the client's own YAML writer (YAML 1.1) means it: texts that look like a float or a time
 * in YAML 1.2 stay text, integers and the words for true, false and null are taken, tags are refused.
 */
export async function parseManifestYaml(text: string): Promise<unknown> {
  const { FAILSAFE_SCHEMA, load, Type } = await import('js-yaml');
  const none = new Type('tag:yaml.org,2002:null', {
    kind: 'scalar',
    resolve: (data: unknown) => data === null || (typeof data === 'string' && /^(?:~|null|Null|NULL|)$/.test(data)),
    construct: () => null,
  });
  const truth = new Type('tag:yaml.org,2002:bool', {
    kind: 'scalar',
    resolve: (data: unknown) => typeof data === 'string' && /^(?:true|True|TRUE|false|False|FALSE)$/.test(data),
    construct: (data: string) => data.toLowerCase() === 'true',
  });
  const integer = new Type('tag:yaml.org,2002:int', {
    kind: 'scalar',
    resolve: (data: unknown) => typeof data === 'string' && /^[-+]?(?:0|[1-9]\d{0,14})$/.test(data),
    construct: (data: string) => Number(data),
  });
  return load(text, { schema: FAILSAFE_SCHEMA.extend({ implicit: [none, truth, integer] }) });
}
