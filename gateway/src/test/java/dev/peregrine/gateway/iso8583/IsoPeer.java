package dev.peregrine.gateway.iso8583;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;

/** A switch at the other end of a connection. */
final class IsoPeer implements AutoCloseable {
    private static final int TIMEOUT_MS = 30_000;

    private final Iso8583Version version;
    private final Iso8583Encoding encoding;
    private final Socket socket;
    private final DataInputStream in;

    IsoPeer(Iso8583Version version, Iso8583Encoding encoding, int port) throws IOException {
        this(version, encoding, new Socket(InetAddress.getLoopbackAddress(), port));
    }

    IsoPeer(Iso8583Version version, Iso8583Encoding encoding, Socket socket) throws IOException {
        this.version = version;
        this.encoding = encoding;
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MS);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Sends bytes as they are. */
    void send(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /** Sends a message. */
    void send(String type, Map<Integer, String> fields) throws IOException {
        send(PlainCodec.frame(PlainCodec.encode(version, encoding, type, fields)));
    }

    /** The next message: fields by number, and its type under 0. */
    Map<Integer, String> receive() throws IOException {
        byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        return PlainCodec.decode(version, encoding, message);
    }

    /** Sends a message and waits for the next. */
    Map<Integer, String> ask(String type, Map<Integer, String> fields) throws IOException {
        send(type, fields);
        return receive();
    }

    /** Waits until the other side closes; false when it sends something instead. */
    boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (EOFException e) {
            return true;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
