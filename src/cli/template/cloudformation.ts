/** A resource of a CloudFormation template. */
export interface Resource {
  readonly Type: `AWS::${string}`;
  readonly Condition?: string;
  readonly DependsOn?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export type Resources = Readonly<Record<string, Resource>>;

/** A part of a template by its logical id. */
export type Parts = Readonly<Record<string, object>>;

export const ref = (name: string) => ({ Ref: name });

/** A text with `${Name}` and `${Name.Attribute}` in it. */
export const sub = (text: string) => ({ 'Fn::Sub': text });

export const getAtt = (name: string, attribute: string) => ({ 'Fn::GetAtt': [name, attribute] });

export const equals = (one: object, other: string | object) => ({ 'Fn::Equals': [one, other] });

export const not = (condition: object) => ({ 'Fn::Not': [condition] });

/** One value or the other, by a condition of the template. */
export const either = (condition: string, then: unknown, otherwise: unknown) => ({
  'Fn::If': [condition, then, otherwise],
});

export const policyDocument = (...statements: readonly object[]) => ({
  Version: '2012-10-17',
  Statement: statements,
});

/** `security-group-change` as a logical id: `SecurityGroupChange`. */
export const logicalId = (hyphenated: string): string =>
  hyphenated.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
