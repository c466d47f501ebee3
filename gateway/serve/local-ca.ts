// The certificate library's container needs this polyfill before it loads.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { writePrivateFile } from './private-file.ts';

/** A server's certificate chain and key, PEM, and the file clients pin. */
export interface ServerIdentity {
  readonly cert: string;
  readonly key: string;
  readonly caFile: string;
}

export interface LocalCaOptions {
  readonly dataDir: string;
  /** Names the CA, so that a drill's is never mistaken for a live one. */
  readonly name: string;
  readonly nowMs: number;
  /** DNS names and IP addresses the server answers to. */
  readonly hosts: readonly string[];
}

const DAY_MS = 86_400_000;
const CA_DAYS = 3650;
const SERVER_DAYS = 90;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

const serial = (): string => `00${randomBytes(16).toString('hex')}`;
const makeKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

/**
 * The gateway's own certificate authority (P-256), kept in its data folder, and a server certificate it signs afresh at
 * every start. Clients trust exactly this CA's file. Throws Error when the folder holds half an authority.
 */
export async function issueServerIdentity(options: LocalCaOptions): Promise<ServerIdentity> {
  x509.cryptoProvider.set(webcrypto);
  const ca = await loadAuthority(options);
  const keys = await makeKeys();
  const cert = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${options.name} server`,
    issuer: ca.cert.subject,
    notBefore: new Date(options.nowMs - DAY_MS),
    notAfter: new Date(options.nowMs + SERVER_DAYS * DAY_MS),
    signingKey: ca.privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(options.hosts.map(alternativeName)),
      await x509.AuthorityKeyIdentifierExtension.create(ca.cert.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { cert: cert.toString('pem'), key: x509.PemConverter.encode(key, 'PRIVATE KEY'), caFile: ca.file };
}

interface Authority {
  readonly cert: x509.X509Certificate;
  readonly privateKey: webcrypto.CryptoKey;
  readonly file: string;
}

async function loadAuthority(options: LocalCaOptions): Promise<Authority> {
  const file = join(options.dataDir, 'ca.pem');
  const keyFile = join(options.dataDir, 'ca.key');
  if (existsSync(file) !== existsSync(keyFile))
    throw new Error(
      `${options.dataDir} holds only one of ca.pem and ca.key: restore the other, or delete both and enrol the consoles again`,
    );
  if (!existsSync(file)) return makeAuthority(options, file, keyFile);
  const cert = new x509.X509Certificate(readFileSync(file, 'utf8'));
  if (cert.notAfter.getTime() < options.nowMs + SERVER_DAYS * DAY_MS)
    throw new Error(
      `the authority in ${file} ends on ${cert.notAfter.toISOString()}: delete ca.pem and ca.key and enrol the consoles again`,
    );
  const der = x509.PemConverter.decodeFirst(readFileSync(keyFile, 'utf8'));
  return {
    cert,
    file,
    privateKey: await webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']),
  };
}

async function makeAuthority(options: LocalCaOptions, file: string, keyFile: string): Promise<Authority> {
  const keys = await makeKeys();
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=${options.name} authority ${randomBytes(4).toString('hex')}`,
    notBefore: new Date(options.nowMs - DAY_MS),
    notAfter: new Date(options.nowMs + CA_DAYS * DAY_MS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  writePrivateFile(keyFile, `${x509.PemConverter.encode(key, 'PRIVATE KEY')}\n`);
  writePrivateFile(file, `${cert.toString('pem')}\n`);
  return { cert, privateKey: keys.privateKey, file };
}

function alternativeName(host: string): x509.JsonGeneralName {
  return { type: /^[\d.]+$|:/.test(host) ? 'ip' : 'dns', value: host };
}
