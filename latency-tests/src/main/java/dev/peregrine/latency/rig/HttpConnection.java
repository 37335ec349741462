package dev.peregrine.latency.rig;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/**
 * A kept-alive HTTP/1.1 connection with one request under way at a time, which does not block. It
 * knows as much of HTTP as its servers use: answers whose length is told. One thread.
 */
final class HttpConnection implements AutoCloseable {
    private static final int FIRST_CAPACITY = 8192;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int STATUS_LENGTH = 3;
    private static final String LENGTH = "\r\ncontent-length:";
    private static final String LAST = "\r\nconnection: close\r\n";
    private static final int END_OF_HEAD = 0x0D0A0D0A;

    private final InetSocketAddress server;
    private final byte[] head;
    private final Selector selector;
    private ByteBuffer out = ByteBuffer.allocateDirect(FIRST_CAPACITY);
    private ByteBuffer in = ByteBuffer.allocateDirect(FIRST_CAPACITY);
    private SocketChannel channel;
    private SelectionKey key;
    private int bodyAt;
    private int bodyLength;
    private boolean last;

    /**
     * Connects. Blocks, like every further connect after the server has closed one.
     *
     * @param path of the requests, all of them posts of JSON
     */
    HttpConnection(int port, String path, Selector selector) throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        head =
                ("POST "
                                + path
                                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                                + port
                                + "\r\nContent-Type: application/json\r\nContent-Length: ")
                        .getBytes(US_ASCII);
        this.selector = selector;
        connect();
    }

    /** Sends a request; the one before has been answered. */
    void send(ByteBuffer body) throws IOException {
        if (!channel.isOpen()) {
            connect();
        }
        byte[] length = (body.remaining() + "\r\n\r\n").getBytes(US_ASCII);
        int needed = head.length + length.length + body.remaining();
        if (out.capacity() < needed) {
            out = ByteBuffer.allocateDirect(2 * needed);
        }
        out.clear().put(head).put(length).put(body).flip();
        in.clear();
        bodyLength = -1;
        write();
    }

    /**
     * Goes on with what the selector has found possible.
     *
     * @return whether the answer is there as a whole
     * @throws IOException when there will be none, or it is none of HTTP; the connection is closed
     */
    boolean proceed() throws IOException {
        if (out.hasRemaining()) {
            write();
        }
        int read = channel.read(in);
        if (read < 0) {
            throw new IOException("the server has closed the connection");
        }
        while (!in.hasRemaining()) {
            in = ByteBuffer.allocateDirect(2 * in.capacity()).put(in.flip());
            channel.read(in);
        }
        if (bodyLength < 0) {
            readHead();
        }
        boolean whole = bodyLength >= 0 && in.position() >= bodyAt + bodyLength;
        if (whole && last) {
            channel.close();
        }
        return whole;
    }

    /** Status of the answer. */
    int status() {
        return Integer.parseInt(text(STATUS_AT, STATUS_AT + STATUS_LENGTH));
    }

    /** Bytes of the answer's body. */
    int bodyLength() {
        return bodyLength;
    }

    /** A copy of the answer's body. */
    byte[] body() {
        byte[] body = new byte[bodyLength];
        in.get(bodyAt, body);
        return body;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void connect() throws IOException {
        channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
        out.limit(0);
    }

    private void write() throws IOException {
        channel.write(out);
        int wanted =
                out.hasRemaining()
                        ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                        : SelectionKey.OP_READ;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    private void readHead() throws IOException {
        for (int at = 0; at + Integer.BYTES <= in.position(); at++) {
            if (in.getInt(at) == END_OF_HEAD) {
                bodyAt = at + Integer.BYTES;
                String headers = text(0, at).toLowerCase(Locale.ROOT) + "\r\n";
                bodyLength = lengthIn(headers);
                last = headers.contains(LAST);
                return;
            }
        }
    }

    private static int lengthIn(String headers) throws IOException {
        int begin = headers.indexOf(LENGTH);
        if (begin < 0) {
            throw new IOException("an answer without content-length: " + headers);
        }
        int from = begin + LENGTH.length();
        return Integer.parseInt(headers.substring(from, headers.indexOf('\r', from)).strip());
    }

    private String text(int from, int to) {
        byte[] bytes = new byte[to - from];
        in.get(from, bytes);
        return new String(bytes, ISO_8859_1);
    }
}
