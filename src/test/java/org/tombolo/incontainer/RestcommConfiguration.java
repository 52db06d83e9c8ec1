package org.tombolo.incontainer;

import org.jboss.arquillian.container.spi.ConfigurationException;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;

/** What arquillian.xml says of the embedded container. */
public final class RestcommConfiguration implements ContainerConfiguration {
    private String data = "";

    public String getData() {
        return data;
    }

    public void setData(String data) {
        this.data = data;
    }

    @Override
    public void validate() throws ConfigurationException {
        if (data.isEmpty()) {
            throw new ConfigurationException("data: a directory is needed");
        }
    }
}
