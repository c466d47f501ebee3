/** What a store's error means: the disk takes nothing, or the file cannot be trusted. Undefined = a bug, not a fault. */
export function faultOf(error: unknown): 'full' | 'damaged' | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return undefined;
  // A file beside the database that cannot be made (-wal, -shm) says nothing against the database.
  if (/^(SQLITE_(FULL|CANTOPEN|READONLY|IOERR_SHM)|ENOSPC|EDQUOT|EROFS)/.test(code)) return 'full';
  // A failed write or fsync leaves a file of which nobody knows what it holds.
  return /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(code) ? 'damaged' : undefined;
}
