package dev.peregrine.gateway.iso8583;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;

/**
 * Cuts what comes in into messages, each behind a length of two bytes. Stands in the channel's
 * pipeline, where the bytes can be overwritten before their buffers go back into the pool: what is
 * not yet a whole message is kept here, and overwritten when it has been handed on or the
 * connection ends. Reads no further while it is paused. On one event loop.
 */
final class FrameHandler extends ChannelInboundHandlerAdapter {
    private static final int LENGTH_BYTES = 2;
    private static final int FIRST_CAPACITY = 1024;

    private final int maxLength;
    private final Receiver receiver;
    private ChannelHandlerContext context;
    private byte[] kept = new byte[FIRST_CAPACITY];
    private int begin;
    private int end;
    private long partialSinceNs;
    private boolean paused;
    private boolean delivering;
    private boolean ended;

    /** Takes messages, on the event loop. */
    interface Receiver {
        /**
         * A message came whole.
         *
         * @param message the receiver's, to be overwritten by it
         */
        void onMessage(byte[] message);

        /** A message says that it is longer than it may be. Nothing comes after it. */
        void onTooLong();
    }

    FrameHandler(int maxLength, Receiver receiver) {
        this.maxLength = maxLength;
        this.receiver = receiver;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext newContext) {
        context = newContext;
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            channel.fireChannelRead(message);
            return;
        }
        try {
            if (!ended) {
                append(bytes);
            }
            if (!bytes.isReadOnly()) {
                bytes.setZero(0, bytes.writerIndex());
            }
        } finally {
            ReferenceCountUtil.release(bytes);
        }
        deliver();
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) throws Exception {
        end();
        super.channelInactive(channel);
    }

    /** Nothing more is taken, and what is kept is overwritten. */
    void end() {
        ended = true;
        Arrays.fill(kept, (byte) 0);
        begin = 0;
        end = 0;
    }

    /** Stops reading, or goes on. */
    void pause(boolean pause) {
        if (paused == pause || ended) {
            return;
        }
        paused = pause;
        context.channel().config().setAutoRead(!pause);
        if (!pause) {
            deliver();
        }
    }

    /** Since when a message has been waited for whose beginning is there; 0 when none is. */
    long partialSinceNs() {
        return paused || begin == end ? 0 : partialSinceNs;
    }

    private void append(ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (kept.length - end < length) {
            byte[] larger = new byte[Math.max(2 * (end - begin), end - begin + length)];
            byte[] target = larger.length > kept.length ? larger : kept;
            System.arraycopy(kept, begin, target, 0, end - begin);
            Arrays.fill(kept, target == kept ? end - begin : 0, kept.length, (byte) 0);
            kept = target;
            end -= begin;
            begin = 0;
        }
        if (begin == end) {
            partialSinceNs = System.nanoTime();
        }
        bytes.readBytes(kept, end, length);
        end += length;
    }

    /** Hands whole messages on, unless it is being done already. */
    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            while (!paused && !ended && end - begin >= LENGTH_BYTES) {
                int length = ((kept[begin] & 0xFF) << 8) | (kept[begin + 1] & 0xFF);
                if (length > maxLength) {
                    receiver.onTooLong();
                    return;
                }
                if (end - begin - LENGTH_BYTES < length) {
                    return;
                }
                receiver.onMessage(take(length));
            }
        } finally {
            delivering = false;
        }
    }

    private byte[] take(int length) {
        int from = begin + LENGTH_BYTES;
        byte[] message = Arrays.copyOfRange(kept, from, from + length);
        Arrays.fill(kept, begin, from + length, (byte) 0);
        begin = from + length;
        if (begin == end) {
            begin = 0;
            end = 0;
        }
        partialSinceNs = System.nanoTime();
        return message;
    }
}
