package org.tombolo.app;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.guard.CallGuard;
import org.tombolo.identity.ApiClients;
import org.tombolo.store.jdbc.JdbcApiClients;
import org.tombolo.web.Links;
import org.tombolo.web.admin.ClientResource;
import org.tombolo.web.button.ButtonResource;
import org.tombolo.web.button.CrossOrigin;
import org.tombolo.web.oauth.DiscoveryResource;
import org.tombolo.web.oauth.TokenResource;
import org.tombolo.web.token.Issuer;
import org.tombolo.web.token.NotingVerifier;
import org.tombolo.web.token.OidcVerifier;
import org.tombolo.web.token.RememberingVerifier;
import org.tombolo.web.token.TokenVerifier;

/**
 * Whose access tokens we take: those of the configured OpenID Connect provider, else those of the embedded issuer.
 *
 * @param issuer present unless a provider is configured
 */
record TokenSide(TokenVerifier verifier, Optional<Issuer> issuer, ApiClients clients) {

    static TokenSide build(Foundation foundation) throws IOException {
        Clock clock = foundation.clock();
        ApiClients clients = new JdbcApiClients(foundation.database().jdbi());
        Optional<Settings.Oidc> oidc = foundation.settings().oidc();
        if (oidc.isPresent()) {
            return new TokenSide(
                    new OidcVerifier(oidc.get().issuer(), oidc.get().audience()), Optional.empty(), clients);
        }
        Issuer issuer =
                Issuer.open(foundation.settings().data(), foundation.publicUrl().text(), foundation.clock());
        TokenVerifier noting = new NotingVerifier(
                new RememberingVerifier(issuer, clock), client -> clients.used(client, clock.instant()));
        return new TokenSide(noting, Optional.of(issuer), clients);
    }

    /** The call button in pages of others; its keys are no tokens, so it is there with a provider, too. */
    List<Object> button(Foundation foundation, ClickToDial calls, Links links) {
        return List.of(
                new CrossOrigin(),
                new ButtonResource(
                        clients, calls, links, ButtonResource.Limits.usual(), foundation.random(), foundation.clock()));
    }

    /** What is there only with the embedded issuer. */
    List<Object> resources(Foundation foundation, CallGuard guard) {
        return issuer.<List<Object>>map(i -> List.of(
                        new TokenResource(i, clients, foundation.clock()),
                        new DiscoveryResource(foundation.publicUrl().text()),
                        new ClientResource(clients, i, guard, foundation.random(), foundation.clock())))
                .orElse(List.of());
    }
}
