import { asRegionId, type RegionId } from './ids.ts';

/**
 * By the last words of a region's display name. Alarms carry the name, in today's or an older
 * spelling: "US West (Oregon)", "US West - Oregon", "EU - Ireland", "Europe (Ireland)".
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
const byPlace: Readonly<Record<string, string>> = {
  'n virginia': 'us-east-1',
  'northern virginia': 'us-east-1',
  virginia: 'us-east-1',
  ohio: 'us-east-2',
  'n california': 'us-west-1',
  'northern california': 'us-west-1',
  california: 'us-west-1',
  oregon: 'us-west-2',
  'cape town': 'af-south-1',
  'hong kong': 'ap-east-1',
  taipei: 'ap-east-2',
  tokyo: 'ap-northeast-1',
  seoul: 'ap-northeast-2',
  osaka: 'ap-northeast-3',
  'osaka local': 'ap-northeast-3',
  mumbai: 'ap-south-1',
  hyderabad: 'ap-south-2',
  singapore: 'ap-southeast-1',
  sydney: 'ap-southeast-2',
  jakarta: 'ap-southeast-3',
  melbourne: 'ap-southeast-4',
  malaysia: 'ap-southeast-5',
  'new zealand': 'ap-southeast-6',
  auckland: 'ap-southeast-6',
  thailand: 'ap-southeast-7',
  bangkok: 'ap-southeast-7',
  'canada central': 'ca-central-1',
  montreal: 'ca-central-1',
  calgary: 'ca-west-1',
  'canada west': 'ca-west-1',
  beijing: 'cn-north-1',
  ningxia: 'cn-northwest-1',
  frankfurt: 'eu-central-1',
  zurich: 'eu-central-2',
  stockholm: 'eu-north-1',
  milan: 'eu-south-1',
  spain: 'eu-south-2',
  ireland: 'eu-west-1',
  london: 'eu-west-2',
  paris: 'eu-west-3',
  'tel aviv': 'il-central-1',
  uae: 'me-central-1',
  bahrain: 'me-south-1',
  'mexico central': 'mx-central-1',
  queretaro: 'mx-central-1',
  'sao paulo': 'sa-east-1',
  'govcloud us': 'us-gov-west-1',
  'govcloud us west': 'us-gov-west-1',
  'govcloud us east': 'us-gov-east-1',
  brandenburg: 'eusc-de-east-1',
  'european sovereign cloud germany': 'eusc-de-east-1',
  'us iso east': 'us-iso-east-1',
  'us iso west': 'us-iso-west-1',
  'us isob east ohio': 'us-isob-east-1',
};

/** "EU - Ireland" as "eu ireland". */
const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ' ')
    .trim();

/**
 * The id of a region given by id or by display name, as in an alarm's `Region`; undefined for
 * anything else.
 */
export const regionOf = (name: unknown): RegionId | undefined => {
  if (typeof name !== 'string' || name.length > 60) return undefined;
  const id = asRegionId(name.trim());
  if (id !== undefined) return id;
  const words = plain(name).split(' ');
  // From the whole name down to its last word: "us west oregon", "west oregon", "oregon".
  for (let first = 0; first < words.length; first += 1) {
    const place = words.slice(first).join(' ');
    if (Object.hasOwn(byPlace, place)) return asRegionId(byPlace[place]);
  }
  return undefined;
};

/**
 * The regions that are on in every account of the partition `aws`; others have to be enabled.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export const usualRegions: readonly RegionId[] = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
].flatMap((id) => asRegionId(id) ?? []);

/** Where an account is looked at: the regions that the settings list for it, else the usual ones. */
export const accountRegions = ({
  regions,
}: {
  readonly regions: readonly RegionId[];
}): readonly RegionId[] => (regions.length > 0 ? regions : usualRegions);
