import { test } from 'vitest';
import { sampleReadings } from './sample-readings.ts';
import { buildSearchIndex, search } from './search-index.ts';

const CHARACTERS = Array.from(
  '重庆长宁北站州万区历下城千佛山绿化女巡逻单县西安银行派出所济南泉路大乐陵镇乡街办特警',
);
const items = Array.from({ length: 10_000 }, (_, row) => {
  const name = Array.from(
    { length: 6 },
    (__, place) => CHARACTERS[(row * 7 + place * (1 + (row % 13))) % CHARACTERS.length] ?? '',
  );
  return { item: row, texts: [`${name.join('')}${row}`, `Place ${row} East Gate`] };
});
const index = buildSearchIndex(items, sampleReadings);

test('10,000 items of two texts each, budget 20 ms a query', async ({ bench }) => {
  const queries = ['重庆', 'chongqing', 'cq', 's', 'zhn', 'eg', '9999', 'qzlh', 'xi an'];
  await bench.compare(
    ...queries.map((query) =>
      bench(query, () => {
        search(index, query, 12);
      }),
    ),
    { time: 300, warmupTime: 100, iterations: 10 },
  );
}, 120_000);
