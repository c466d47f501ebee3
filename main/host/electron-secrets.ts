import type { SafeStorage } from 'electron';
import type { Secrets } from './host.ts';

/** The part of safeStorage that is used: the asynchronous one only. */
export type AsyncSafeStorage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

/**
 * The operating system's secret store. On Linux `basic_text` is a password written in Chromium's source and `unknown` may
 * become it: both count as none, so nothing is written to disk.
 */
export function electronSecrets(safeStorage: AsyncSafeStorage, platform: NodeJS.Platform): Secrets {
  return {
    backend: async () => {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return undefined;
      if (platform === 'win32') return 'dpapi';
      if (platform === 'darwin') return 'keychain';
      const backend = safeStorage.getSelectedStorageBackend();
      return backend === 'basic_text' || backend === 'unknown' ? undefined : backend;
    },
    wrap: async (secret) =>
      new Uint8Array(await safeStorage.encryptStringAsync(Buffer.from(secret).toString('base64'))),
    unwrap: async (wrapped) => {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(wrapped));
      return { secret: new Uint8Array(Buffer.from(result, 'base64')), rewrap: shouldReEncrypt };
    },
  };
}
