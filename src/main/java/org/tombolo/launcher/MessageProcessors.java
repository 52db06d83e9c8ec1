package org.tombolo.launcher;

import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.MessageProcessorFactory;
import gov.nist.javax.sip.stack.NioMessageProcessorFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;

/**
 * How messages are read: one selector for all TCP and TLS connections, instead of a thread for each, and our own for UDP.
 * The stack makes one by the name in {@code sip-stack.properties}.
 */
public final class MessageProcessors implements MessageProcessorFactory {
    private final MessageProcessorFactory connections = new NioMessageProcessorFactory();

    @Override
    public MessageProcessor createMessageProcessor(
            SIPTransactionStack stack, InetAddress address, int port, String transport) throws IOException {
        return transport.equalsIgnoreCase("UDP")
                ? new UdpProcessor(address, stack, port)
                : connections.createMessageProcessor(stack, address, port, transport);
    }
}
