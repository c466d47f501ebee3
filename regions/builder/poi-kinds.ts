import type { BilingualText, PoiKind } from '../../shared/roads/pack.ts';
import type { OsmTags } from './read-extract.ts';
import { nameOfTags } from './tag-names.ts';

const KIND_NAMES: Readonly<Record<PoiKind, BilingualText>> = {
  police: { zh: '公安机关', en: 'police' },
  bank: { zh: '银行', en: 'bank' },
  'gold-shop': { zh: '金店', en: 'gold shop' },
  'toll-booth': { zh: '收费站', en: 'toll booth' },
  fuel: { zh: '加油站', en: 'filling station' },
  hospital: { zh: '医院', en: 'hospital' },
  hotel: { zh: '宾馆', en: 'hotel' },
  'cash-machine': { zh: '取款机', en: 'cash machine' },
  'tea-house': { zh: '茶楼', en: 'tea house' },
  park: { zh: '公园', en: 'park' },
  station: { zh: '车站', en: 'station' },
};
const CAFE: BilingualText = { zh: '咖啡馆', en: 'café' };
const INTERNET_CAFE: BilingualText = { zh: '网吧', en: 'internet café' };
const GAMING_HALL: BilingualText = { zh: '游艺厅', en: 'gaming hall' };

const GOLD_SHOPS = new Set(['jewelry', 'jewellery', 'gold', 'gold_buyer']);
const HOTELS = new Set(['hotel', 'guest_house', 'motel', 'hostel']);
/** Places that orders are about: what they are counts, not whether they are open. */
const OFFICES: Readonly<Record<string, PoiKind>> = {
  police: 'police',
  bank: 'bank',
  fuel: 'fuel',
  hospital: 'hospital',
};
/** Places where somebody may wait. */
const AMENITIES: Readonly<Record<string, PoiKind>> = {
  atm: 'cash-machine',
  bus_station: 'station',
  cafe: 'tea-house',
  internet_cafe: 'tea-house',
};
const STATIONS = new Set(['station', 'halt']);
const TEA_CUISINES = /(?:^|;)\s*(?:tea|tea_house|tea_room)\s*(?:;|$)/;

/** Keys that tell of a kind: an extract without any of them was filtered, and that it holds no such place says nothing. */
const KEYS: Readonly<Record<PoiKind, readonly string[]>> = {
  police: ['amenity'],
  bank: ['amenity'],
  'gold-shop': ['shop'],
  'toll-booth': ['barrier'],
  fuel: ['amenity'],
  hospital: ['amenity'],
  hotel: ['tourism'],
  'cash-machine': ['amenity'],
  'tea-house': ['amenity'],
  park: ['leisure'],
  station: ['railway', 'public_transport'],
};

/** Every key that tells of some kind. */
export const POI_KEYS: ReadonlySet<string> = new Set(Object.values(KEYS).flat());

/** Whether an extract that holds these keys can tell of the kind. */
export function tellsOf(kind: PoiKind, keys: readonly string[]): boolean {
  return KEYS[kind].some((key) => keys.includes(key));
}

/** What the tags make of a place, when it is one this work asks for. The first that fits: a hotel with a café is a hotel. */
export function poiKindOf(tags: OsmTags): PoiKind | undefined {
  const { barrier, shop = '', amenity = '' } = tags;
  if (barrier === 'toll_booth') return 'toll-booth';
  if (GOLD_SHOPS.has(shop)) return 'gold-shop';
  return OFFICES[amenity] ?? waitingKindOf(tags);
}

/** What is shut is not searched. */
function waitingKindOf(tags: OsmTags): PoiKind | undefined {
  const { disused, abandoned, tourism = '', amenity = '', railway = '', cuisine = '', leisure } = tags;
  if (disused === 'yes' || abandoned === 'yes') return undefined;
  if (HOTELS.has(tourism)) return 'hotel';
  const kind = AMENITIES[amenity];
  if (kind !== undefined) return kind;
  if (STATIONS.has(railway) || tags['public_transport'] === 'station') return 'station';
  if (TEA_CUISINES.test(cuisine) || leisure === 'adult_gaming_centre') return 'tea-house';
  return leisure === 'park' ? 'park' : undefined;
}

/** A bank with a cash machine of its own, so that both are meant by one door. */
export function hasCashMachine(tags: OsmTags): boolean {
  return tags['amenity'] === 'bank' && tags['atm'] === 'yes';
}

/** What a place is called: its own name, of a cash machine whose it is; else what its kind is called, and `named` false. */
export function poiNameOf(
  kind: PoiKind,
  tags: OsmTags,
): { readonly name: BilingualText; readonly named: boolean } {
  const own = nameOfTags(tags);
  if (own !== undefined) return { name: { zh: own.zh, en: own.en }, named: true };
  const owner = kind === 'cash-machine' ? ownerOf(tags) : undefined;
  if (owner !== undefined) {
    const { zh, en } = KIND_NAMES[kind];
    return { name: { zh: `${owner.zh} ${zh}`, en: `${owner.en} ${en}` }, named: true };
  }
  return { name: kind === 'tea-house' ? sittingPlace(tags) : KIND_NAMES[kind], named: false };
}

function ownerOf(tags: OsmTags): BilingualText | undefined {
  for (const owner of ['operator', 'brand', 'network']) {
    const entries = Object.entries(tags).flatMap(([key, value]) =>
      key === owner || key.startsWith(`${owner}:`) ? [[key.replace(owner, 'name'), value] as const] : [],
    );
    const name = nameOfTags(Object.fromEntries(entries));
    if (name !== undefined) return name;
  }
  return undefined;
}

function sittingPlace(tags: OsmTags): BilingualText {
  if (TEA_CUISINES.test(tags['cuisine'] ?? '')) return KIND_NAMES['tea-house'];
  if (tags['amenity'] === 'internet_cafe') return INTERNET_CAFE;
  return tags['amenity'] === 'cafe' ? CAFE : GAMING_HALL;
}
