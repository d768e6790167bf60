/** Whom the connector channel believes, and how it proves to be the bot. */
export interface ConnectorSettings {
  /** The bot's registration; without it nobody logs in, and only this machine may be served. */
  app?: MicrosoftApp;
  /** Whose people are served; `*` is everybody. */
  allowedTenants: readonly string[];
  /** Where the bot may send its answers; `*.` in front stands for every host below. */
  serviceHosts: readonly string[];
  /** Where the files of visitors may be read from, and written to. */
  fileHosts: readonly string[];
  /** The support team's channel, and the address of its region's service. */
  supportChannel?: { channelId: string; serviceUrl: string };
}

export interface MicrosoftApp {
  id: string;
  tenantId: string;
  proof:
    | { by: 'secret'; secret: string }
    /** `key` is PEM. */
    | { by: 'certificate'; thumbprint: string; key: string }
    | { by: 'managed-identity' };
}

/** Where a cloud's identity provider is. The names are those of the Bot Framework's own options. */
export interface Cloud {
  ToChannelFromBotLoginUrl: string;
  ToChannelFromBotOAuthScope: string;
  ToBotFromChannelTokenIssuer: string;
  OAuthUrl: string;
  ToBotFromChannelOpenIdMetadataUrl: string;
  ToBotFromEmulatorOpenIdMetadataUrl: string;
  CallerId: string;
}

/** Source: Bot Connector authentication, "Authenticate requests from the Bot Connector service to your bot". */
export const publicCloud: Cloud = {
  ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
  ToChannelFromBotOAuthScope: 'https://api.botframework.com',
  ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
  OAuthUrl: 'https://token.botframework.com',
  ToBotFromChannelOpenIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  ToBotFromEmulatorOpenIdMetadataUrl:
    'https://login.microsoftonline.com/botframework.com/v2.0/.well-known/openid-configuration',
  CallerId: 'urn:botframework:azure',
};
