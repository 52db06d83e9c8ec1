package org.tombolo.launcher;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.DatagramQueuedMessageDispatch;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.UDPMessageChannel;
import gov.nist.javax.sip.stack.UDPMessageProcessor;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads datagrams as the stack's own processor does, which takes a fresh buffer of the greatest size for each: 64 KB for a
 * message of 500 bytes, more than all else that the message takes, and cleared first.
 */
final class UdpProcessor extends UDPMessageProcessor {
    private static final Logger log = Logger.getLogger(UdpProcessor.class.getName());
    private static final int GREATEST_DATAGRAM = 65_535;

    private static final String THREADS = "gov.nist.javax.sip.THREAD_POOL_SIZE";

    private final SipStackImpl stack;

    UdpProcessor(InetAddress address, SIPTransactionStack stack, int port) throws IOException {
        super(address, stack, port);
        this.stack = (SipStackImpl) stack;
    }

    /** Takes what comes from the queue, on a thread of its own. */
    private static final class Worker extends UDPMessageChannel {
        Worker(SIPTransactionStack stack, UdpProcessor processor, String name) {
            super(stack, processor, name);
        }
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // as the stack declares it
    public void run() {
        messageChannels = new LinkedList();
        int threads = Integer.parseInt(stack.getConfigurationProperties().getProperty(THREADS));
        for (int i = 0; i < threads; i++) {
            messageChannels.add(new Worker(stack, this, stack.getStackName() + "-UDPMessageChannelThread-" + i));
        }
        DatagramPacket packet = new DatagramPacket(new byte[GREATEST_DATAGRAM], GREATEST_DATAGRAM);
        while (isRunning) {
            receive(packet);
        }
    }

    private void receive(DatagramPacket packet) {
        try {
            packet.setLength(GREATEST_DATAGRAM);
            sock.receive(packet);
            byte[] message = Arrays.copyOf(packet.getData(), packet.getLength());
            var copy = new DatagramPacket(message, message.length, packet.getSocketAddress());
            messageQueue.add(new DatagramQueuedMessageDispatch(copy, System.currentTimeMillis()));
        } catch (IOException e) {
            if (isRunning) {
                log.log(Level.FINE, "a datagram could not be read", e);
            }
        }
    }
}
