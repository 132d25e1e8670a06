/** `arn:aws:sns:eu-west-1:111122223333:name` in its parts that tell where to call. */
export const placeOf = (arn: string): { readonly region: string; readonly account: string } => {
  const [, , , region = '', account = ''] = arn.split(':');
  return { region, account };
};
