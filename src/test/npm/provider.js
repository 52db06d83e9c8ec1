// An OpenID Connect provider: node provider.js PORT. The client "robot" with the secret "robot-secret" gets access tokens as JWTs
// (RFC 9068) for the resource (RFC 8707) that it names, "urn:tombolo" or any other.
import { Provider } from 'oidc-provider';
import { generateKeyPair, exportJWK } from 'jose';

const port = process.argv[2];
const SCOPES = 'calls:read calls:write admin';
const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const provider = new Provider(`http://127.0.0.1:${port}`, {
  jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: `started-${Date.now()}` }] },
  clients: [
    {
      client_id: 'robot',
      client_secret: 'robot-secret',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
  ],
  scopes: SCOPES.split(' '),
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_, resource) => ({
        scope: SCOPES,
        audience: resource,
        accessTokenFormat: 'jwt',
        accessTokenTTL: 600,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  ttl: { ClientCredentials: 600 },
});
provider.listen(port, '127.0.0.1');
