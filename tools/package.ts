export async function packageApp(): Promise<number> {
  return 0;
}
