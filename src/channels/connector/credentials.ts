import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import type { MicrosoftApp } from './settings.ts';

/** What asks Microsoft Entra ID for the bot's own tokens; without a registration it asks for none. */
export function createCredentials(
  app: MicrosoftApp | undefined,
): ConfigurationServiceClientCredentialFactory {
  if (!app) return new ConfigurationServiceClientCredentialFactory({});
  const { id: MicrosoftAppId, tenantId: MicrosoftAppTenantId, proof } = app;
  const MicrosoftAppType = proof.by === 'managed-identity' ? 'UserAssignedMSI' : 'SingleTenant';
  return new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId,
    MicrosoftAppTenantId,
    MicrosoftAppType,
    ...(proof.by === 'secret' ? { MicrosoftAppPassword: proof.secret } : {}),
    ...(proof.by === 'certificate'
      ? { CertificateThumbprint: proof.thumbprint, CertificatePrivateKey: proof.key }
      : {}),
  });
}
