import type { JSX } from 'react';
import type { WindPost } from '../../shared/domain/wind-tunnel.ts';
import { useTranslator } from '../store/console.tsx';
import { postText } from './wind-text.ts';
import css from './wind-rule.module.css';

const WIDTH = 300;
const HEIGHT = 150;
const EDGE = 8;

/** Where cars can stand, as a plan of the region: squares are stations, dots kerbs; a click chooses. The list beside it is for keys. */
export function WindPosts({
  posts,
  toPostId,
  fromPostId,
  onChoose,
}: {
  readonly posts: readonly WindPost[];
  readonly toPostId: string;
  readonly fromPostId: string | undefined;
  readonly onChoose: (postId: string) => void;
}): JSX.Element {
  const t = useTranslator();
  const place = onPlan(posts);
  const [to, from] = [toPostId, fromPostId].map((postId) => posts.find((post) => post.postId === postId));
  return (
    <svg className={css['map']} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t.text('wind.map')}>
      {to !== undefined && from !== undefined && (
        <line
          className={css['way']}
          x1={place(from).x}
          y1={place(from).y}
          x2={place(to).x}
          y2={place(to).y}
        />
      )}
      {posts.map((post) => {
        const { x, y } = place(post);
        const isStation = post.name !== undefined;
        const r = isStation ? 4 : 2.5;
        return (
          <g
            key={post.postId}
            className={
              post === to ? css['to'] : post === from ? css['from'] : css[isStation ? 'station' : 'kerb']
            }
            onClick={() => onChoose(post.postId)}
            aria-hidden
          >
            <title>{postText(posts, post.postId, t)}</title>
            <circle className={css['reach']} cx={x} cy={y} r={7} />
            {isStation ? (
              <rect x={x - r} y={y - r} width={2 * r} height={2 * r} />
            ) : (
              <circle cx={x} cy={y} r={r} />
            )}
          </g>
        );
      })}
      {to !== undefined && <circle className={css['ring']} cx={place(to).x} cy={place(to).y} r={8} />}
    </svg>
  );
}

/** Degrees to the plan, north up, as large as fits. */
function onPlan(posts: readonly WindPost[]): (post: WindPost) => { readonly x: number; readonly y: number } {
  const lons = posts.map(({ lon }) => lon);
  const lats = posts.map(({ lat }) => lat);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const shrink = Math.cos(((south + north) / 2) * (Math.PI / 180));
  const scale = Math.min(
    (WIDTH - 2 * EDGE) / Math.max(1e-6, (east - west) * shrink),
    (HEIGHT - 2 * EDGE) / Math.max(1e-6, north - south),
  );
  const middle = { lon: (west + east) / 2, lat: (south + north) / 2 };
  return ({ lon, lat }) => ({
    x: WIDTH / 2 + (lon - middle.lon) * shrink * scale,
    y: HEIGHT / 2 - (lat - middle.lat) * scale,
  });
}
