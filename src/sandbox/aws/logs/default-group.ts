/** What AWS's own template for CloudTrail activity has a trail write to. */
export const defaultGroup = 'CloudTrail/DefaultLogGroup';
