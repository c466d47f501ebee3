import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { BlockPacker } from '../../shared/timeline/track-history.ts';

/** A minute of five thousand units is under two megabytes; nothing larger is unpacked. */
const MAX_RAW_BYTES = 64 * 1_048_576;

/** Zstandard at its fastest level, with a checksum of the content. */
export const blockPacker: BlockPacker = {
  pack: (raw) =>
    zstdCompressSync(raw, {
      params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 },
    }),
  unpack: (body) => zstdDecompressSync(body, { maxOutputLength: MAX_RAW_BYTES }),
};
