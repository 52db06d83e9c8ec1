package org.tombolo.incontainer;

import io.openliberty.arquillian.managed.WLPManagedContainer;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Puts our launcher in the place of Open Liberty's adapter, as Arquillian takes one container only, unless Liberty is asked for. */
public final class RestcommExtension implements LoadableExtension {
    @Override
    public void register(ExtensionBuilder builder) {
        if (!System.getProperty("arquillian.launch", "restcomm").equals("liberty")) {
            builder.override(DeployableContainer.class, WLPManagedContainer.class, RestcommDeployableContainer.class);
        }
    }
}
