// electron-builder's afterPack hook: burns the fuses into the packed runtime, before anything is signed.
// Every fuse is stated; a runtime with one we do not know fails the build.
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/** What each fuse is set to. Playwright needs EnableNodeCliInspectArguments: it tests an unfused build. */
export const FUSES = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
};

export default async function setFuses({ appOutDir, packager, electronPlatformName }) {
  const name = packager.appInfo.productFilename;
  const file =
    { darwin: `${name}.app`, win32: `${name}.exe` }[electronPlatformName] ?? packager.executableName;
  await flipFuses(join(appOutDir, file), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: electronPlatformName === 'darwin',
    ...FUSES,
  });
}
