package org.tombolo.media.webrtc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicInteger;

/** A network between one browser and the server that loses every so many RTP packets on their way to the browser. */
final class LossyRelay implements AutoCloseable {
    private final Selector selector = Selector.open();
    private final DatagramChannel front = open();
    private final DatagramChannel back = open();
    private final InetSocketAddress server;
    private final int every;
    private final AtomicInteger lost = new AtomicInteger();
    private SocketAddress browser;
    private int media;

    LossyRelay(InetSocketAddress server, int every) throws IOException {
        this.server = server;
        this.every = every;
        Thread thread = new Thread(this::run, "lossy");
        thread.setDaemon(true);
        thread.start();
    }

    private DatagramChannel open() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress("127.0.0.1", 0)).configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        return channel;
    }

    int port() throws IOException {
        return ((InetSocketAddress) front.getLocalAddress()).getPort();
    }

    int lost() {
        return lost.get();
    }

    private void run() {
        ByteBuffer datagram = ByteBuffer.allocate(2048);
        try {
            while (selector.isOpen()) {
                selector.select(key -> pass((DatagramChannel) key.channel(), datagram));
            }
        } catch (IOException | ClosedSelectorException e) {
            // closed
        }
    }

    private void pass(DatagramChannel from, ByteBuffer datagram) {
        try {
            datagram.clear();
            SocketAddress sender = from.receive(datagram);
            datagram.flip();
            if (sender != null && from == front) {
                browser = sender;
                back.send(datagram, server);
            } else if (sender != null && browser != null && !isLost(datagram)) {
                front.send(datagram, browser);
            }
        } catch (IOException e) {
            // The one it was for has gone.
        }
    }

    private boolean isLost(ByteBuffer datagram) {
        int type = datagram.get(1) & 0xFF;
        boolean rtp = (datagram.get(0) & 0xC0) == 0x80 && (type < 192 || type > 223);
        if (!rtp || ++media % every != 0) {
            return false;
        }
        lost.incrementAndGet();
        return true;
    }

    @Override
    public void close() throws IOException {
        front.close();
        back.close();
        selector.close();
    }
}
