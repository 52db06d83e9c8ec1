package org.tombolo.launcher;

import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.MessageProcessorFactory;
import gov.nist.javax.sip.stack.NioMessageProcessorFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.lang.reflect.Field;
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
        if (!transport.equalsIgnoreCase("UDP")) {
            return connections.createMessageProcessor(stack, address, port, transport);
        }
        sendFromItsPort(stack);
        return new UdpProcessor(address, stack, port);
    }

    // RFC 3261 18.2.2, RFC 3581 4: a response leaves from where its request came in. Otherwise the stack opens a port
    // for each message that it sends, which only factories in its own package can change.
    private static void sendFromItsPort(SIPTransactionStack stack) {
        try {
            Field flag = SIPTransactionStack.class.getDeclaredField("udpFlag");
            flag.setAccessible(true);
            flag.setBoolean(stack, true);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of the SIP stack is another than the launcher's", e);
        }
    }
}
