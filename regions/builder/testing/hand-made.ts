import type { SmallExtract } from './write-pbf.ts';

/**
 * A hand-made district (测试区) with one of everything that the supplied extracts lack. Streets are about 1 km apart:
 *
 *     11 ── 12 ── 13      north street, tertiary
 *      │     │     │
 *     21 ── 22 ── 23      middle street; at 22 no left turn coming from 21 (towards 12)
 *      │     ~     │      22-32 crosses the river by ferry (10 min), 23-33 by a bridge
 *     31 ── 32 ── 33      south street; 33-41 is a ramp with a toll booth up to the motorway at 41
 *
 * The motorway runs east from 41 over 51 (80 min), 52 (140 min) and 53 (200 min); a side street leaves it at 51 for 61.
 */
const LON = 108;
const LAT = 30.8;
const at = (column: number, row: number): [number, number] => [LON + column * 0.0105, LAT - row * 0.009];
/** Degrees of longitude a car covers in a minute on the motorway at 100 km/h, at this latitude. */
const MINUTE_EAST = 0.01745;
const east = (minutes: number): [number, number] => [LON + 0.032 + minutes * MINUTE_EAST, LAT - 0.018];

export const HAND_MADE: SmallExtract = {
  nodes: [
    [11, ...at(0, 0)],
    [12, ...at(1, 0), { place: 'town', name: '测试镇', 'name:en': 'Test Town' }],
    [13, ...at(2, 0)],
    [21, ...at(0, 1)],
    [22, ...at(1, 1)],
    [23, ...at(2, 1)],
    [31, ...at(0, 2)],
    [32, ...at(1, 2)],
    [33, ...at(2, 2)],
    // the ramp: its booth, and where it meets the motorway
    [40, LON + 0.026, LAT - 0.018, { barrier: 'toll_booth', name: '测试收费站', 'name:en': 'Test Toll' }],
    [41, ...east(0), { highway: 'motorway_junction', ref: '17', name: '测试东', 'name:en': 'Test East' }],
    [42, LON + 0.022, LAT - 0.0182, { highway: 'motorway_junction', ref: '17A' }],
    [51, ...east(80)],
    [52, ...east(140)],
    [53, ...east(200)],
    [61, LON + 0.032 + 80 * MINUTE_EAST, LAT - 0.03],
    // places
    [71, LON + 0.003, LAT - 0.001, { shop: 'jewelry', name: '测试金店', 'name:en': 'Test Gold' }],
    [
      72,
      LON + 0.004,
      LAT - 0.001,
      { amenity: 'bank', name: '测试银行', 'name:zh_pinyin': 'Ceshi Yinhang', atm: 'yes' },
    ],
    [73, LON + 0.005, LAT - 0.0012, { amenity: 'police', name: '测试派出所', 'name:en': 'Test Station' }],
    [74, LON + 0.006, LAT - 0.001, { amenity: 'fuel' }],
    [75, LON + 1.7, LAT - 0.001, { amenity: 'bank', name: '远方银行' }],
    [81, LON + 0.007, LAT - 0.001],
    [82, LON + 0.0072, LAT - 0.001],
    [83, LON + 0.0072, LAT - 0.0012],
    // where somebody may wait: the same hotel by its door and by its house, a machine of that bank, a coach station
    [84, LON + 0.008, LAT - 0.001, { tourism: 'hotel', name: '测试宾馆', 'name:en': 'Test Hotel' }],
    [85, LON + 0.0082, LAT - 0.001, { tourism: 'guest_house', name: '测试宾馆' }],
    [86, LON + 0.009, LAT - 0.001, { amenity: 'atm', operator: '测试银行', 'operator:en': 'Test Bank' }],
    [87, LON + 0.0092, LAT - 0.001, { amenity: 'internet_cafe' }],
    [88, LON + 0.0094, LAT - 0.001, { amenity: 'bus_station', name: '测试汽车站' }],
    // a park of two outer ways around a pond, 300 m wide
    [111, LON + 0.012, LAT - 0.002],
    [112, LON + 0.015, LAT - 0.002],
    [113, LON + 0.015, LAT - 0.005],
    [114, LON + 0.012, LAT - 0.005],
    [115, LON + 0.013, LAT - 0.003],
    [116, LON + 0.014, LAT - 0.003],
    [117, LON + 0.014, LAT - 0.004],
    // border: a box around the streets, a hole (飞地) around nothing, and an unfinished neighbour
    [91, LON - 0.005, LAT + 0.005],
    [92, LON + 0.03, LAT + 0.005],
    [93, LON + 0.03, LAT - 0.023],
    [94, LON - 0.005, LAT - 0.023],
    [95, LON + 0.001, LAT - 0.003],
    [96, LON + 0.002, LAT - 0.003],
    [97, LON + 0.002, LAT - 0.004],
  ],
  ways: [
    [101, [11, 12, 13], { highway: 'tertiary', name: '北街', 'name:en': 'North Street', maxspeed: '40' }],
    [102, [21, 22], { highway: 'secondary', name: '中山路', 'name:zh-Latn-pinyin': 'Zhongshan Lu' }],
    [103, [22, 23], { highway: 'secondary', name: '中山路', 'name:zh-Latn-pinyin': 'Zhongshan Lu' }],
    [104, [31, 32, 33], { highway: 'tertiary', name: '南街', 'name:en': 'South Street' }],
    [105, [11, 21, 31], { highway: 'residential', name: '西街', maxspeed: 'CN:urban' }],
    [106, [12, 22], { highway: 'residential', name: '江边路', 'name:en': 'Riverside Road' }],
    [107, [13, 23], { highway: 'residential', name: '东街', maxspeed: '30 mph' }],
    [108, [22, 32], { route: 'ferry', duration: '00:10', motor_vehicle: 'yes', name: '测试渡口' }],
    [
      109,
      [23, 33],
      {
        highway: 'primary',
        bridge: 'yes',
        layer: '1',
        name: '测试大桥',
        'name:en': 'Test Bridge',
        ref: 'G318',
      },
    ],
    [110, [12, 32], { route: 'ferry', name: '客渡' }],
    [121, [33, 42, 40, 41], { highway: 'motorway_link', toll: 'yes' }],
    [122, [41, 51, 52, 53], { highway: 'motorway', oneway: 'no', ref: 'G99', name: '测试高速' }],
    [123, [51, 61], { highway: 'residential', name: '远街' }],
    [131, [81, 82, 83, 81], { amenity: 'hospital', name: '测试医院', 'name:en': 'Test Hospital' }],
    [132, [111, 112, 113], {}],
    [133, [113, 114, 111], {}],
    [134, [115, 116, 117, 115], {}],
    [201, [91, 92, 93], { boundary: 'administrative', admin_level: '6' }],
    [202, [91, 94, 93], {}],
    [203, [95, 96, 97, 95], {}],
    [204, [93, 92], { boundary: 'administrative', admin_level: '6' }],
  ],
  relations: [
    [
      300,
      [
        ['way', 132, 'outer'],
        ['way', 133, 'outer'],
        ['way', 134, 'inner'],
      ],
      { type: 'multipolygon', leisure: 'park', name: '测试公园', 'name:en': 'Test Park' },
    ],
    [
      301,
      [
        ['way', 201, 'outer'],
        ['way', 202, 'outer'],
        ['way', 203, 'inner'],
      ],
      {
        type: 'boundary',
        boundary: 'administrative',
        admin_level: '6',
        name: '测试区',
        'name:en': 'Test District',
      },
    ],
    [
      302,
      [
        ['way', 204, 'outer'],
        ['way', 999, 'outer'],
      ],
      {
        type: 'boundary',
        boundary: 'administrative',
        admin_level: '6',
        name: '半边县',
        'name:en': 'Half County',
      },
    ],
    [
      311,
      [
        ['way', 102, 'from'],
        ['node', 22, 'via'],
        ['way', 106, 'to'],
      ],
      { type: 'restriction', restriction: 'no_left_turn' },
    ],
    [
      312,
      [
        ['way', 107, 'from'],
        ['node', 23, 'via'],
        ['way', 109, 'to'],
      ],
      { type: 'restriction', restriction: 'only_straight_on', except: 'emergency;bus' },
    ],
    [
      313,
      [
        ['way', 104, 'from'],
        ['way', 109, 'via'],
        ['way', 103, 'to'],
      ],
      { type: 'restriction', restriction: 'no_u_turn' },
    ],
    [
      314,
      [
        ['way', 103, 'from'],
        ['node', 22, 'via'],
        ['way', 106, 'to'],
      ],
      { type: 'restriction', 'restriction:conditional': 'no_right_turn @ (07:00-09:00)' },
    ],
  ],
};
