/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

import io.peerage.event.CommandSink;
import io.peerage.event.ErrorHandler;
import io.peerage.event.LifecycleListener;
import io.peerage.model.CloseReason;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;
import io.peerage.model.PeerDataKey;
import io.peerage.model.ReplayReport;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal and has a manager do it all again: is its clock, and the user code that it calls back, and compares what
 * it decides with what was decided.
 *
 * <p><b>Threading</b>: one thread. <b>Complexity</b>: O(the journal), one call in memory. <b>Errors</b>: {@link
 * JournalException} for a file that can't be; one that ends early, as after a crash, is replayed as far as it goes.
 */
public final class Replayer implements LifecycleListener, CommandSink, ErrorHandler, NanoClock {
    private static final int MOST_ARGUMENTS = 16;

    private final ValueReader in;
    private final JournalHeader header;
    private final DecisionHash hash = new DecisionHash();
    private @Nullable ReplayTarget target;
    private @Nullable String divergence;
    private @Nullable IOException problem;
    private boolean isOver;
    private boolean isComplete;
    private long calls;
    private long callbacks;
    private long now;
    private String operation = "";

    /** Reads the header of a journal of so many bytes. */
    public Replayer(InputStream journal, long size) throws IOException {
        this.in = new ValueReader(new CountingInput(journal, size));
        try {
            this.header = JournalHeader.read(in);
        } catch (EOFException e) {
            throw new JournalException(
                    "the file ends within its header; pass a journal that a Recording wrote");
        }
        this.now = header.nanos();
    }

    /** What the manager was made from. */
    public JournalHeader header() {
        return header;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    /** Replays everything on a manager that was made from the header. */
    public ReplayReport run(ReplayTarget manager) throws IOException {
        target = manager;
        while (!isOver) {
            int tag = in.tag();
            if (tag == Tag.CALL) {
                call();
            } else if (tag == Tag.END) {
                end();
            } else if (tag < 0) {
                isOver = true;
            } else {
                throw in.wrong("tag " + tag + " between calls");
            }
            if (problem != null) {
                throw problem;
            }
        }
        return new ReplayReport(
                calls, callbacks, now - header.nanos(), hash.value(), isComplete, divergence);
    }

    private void end() throws IOException {
        try {
            long recorded = in.word();
            long recordedCalls = in.number();
            long recordedCallbacks = in.number();
            isComplete = true;
            if (recorded != hash.value()
                    || recordedCalls != calls
                    || recordedCallbacks != callbacks) {
                diverged("the hash of all decisions is another");
            }
        } catch (EOFException e) {
            isComplete = false;
        }
        isOver = true;
    }

    private void call() throws IOException {
        @Nullable Object[] arguments;
        try {
            operation = in.name();
            now += in.number();
            arguments = arguments();
        } catch (EOFException e) {
            isOver = true;
            return;
        }
        calls++;
        ReplayTarget manager = target;
        if (manager == null) {
            throw new IllegalStateException("replayed before it was run");
        }
        try {
            long result = manager.call(operation, arguments);
            if (!isOver) {
                returned(result);
            }
        } catch (ReplayedThrow e) {
            if (!isOver) {
                threw(e.thrown());
            }
        }
    }

    private @Nullable Object[] arguments() throws IOException {
        long count = in.number();
        if (count < 0 || count > MOST_ARGUMENTS) {
            throw in.wrong("a call with " + count + " arguments");
        }
        @Nullable Object[] arguments = new @Nullable Object[(int) count];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = in.value();
        }
        return arguments;
    }

    private void returned(long result) throws IOException {
        hash.add(Tag.RETURNED);
        hash.add(result);
        expect("returned " + result);
    }

    private void threw(String thrown) throws IOException {
        hash.add(Tag.THREW);
        hash.add(thrown);
        expect("threw " + thrown);
    }

    // What the journal says of the end of the call.
    private void expect(String replayed) throws IOException {
        String recorded;
        try {
            recorded = recorded(in.tag());
        } catch (EOFException e) {
            recorded = "";
        }
        if (recorded.isEmpty()) {
            isOver = true;
        } else if (!recorded.equals(replayed)) {
            diverged(replayed + ", recorded was: " + recorded);
        }
    }

    private String recorded(int tag) throws IOException {
        return switch (tag) {
            case -1 -> "";
            case Tag.RETURNED -> "returned " + in.number();
            case Tag.THREW -> "threw " + in.name();
            case Tag.CALLBACK -> in.name() + Arrays.toString(told());
            default -> throw in.wrong("tag " + tag + " within a call");
        };
    }

    private long[] told() throws IOException {
        long count = in.number();
        if (count < 0 || count > MOST_ARGUMENTS) {
            throw in.wrong("a callback with " + count + " arguments");
        }
        long[] told = new long[(int) count];
        for (int i = 0; i < told.length; i++) {
            told[i] = in.number();
        }
        return told;
    }

    private void diverged(String what) {
        divergence = "call " + calls + ", " + operation + ": " + what;
        isOver = true;
    }

    // User code is called back: does what it did.
    private void callback(String kind, long... told) {
        if (isOver) {
            return;
        }
        callbacks++;
        hash.add(Tag.CALLBACK);
        hash.add(kind);
        for (long number : told) {
            hash.add(number);
        }
        boolean threw = false;
        try {
            expect(kind + Arrays.toString(told));
            if (!isOver) {
                threw = doAgain();
            }
        } catch (EOFException e) {
            isOver = true;
        } catch (IOException e) {
            problem = e;
            isOver = true;
        }
        if (threw) {
            throw new IllegalStateException("thrown as it was when recorded");
        }
    }

    private boolean doAgain() throws IOException {
        String outer = operation;
        while (!isOver) {
            int tag = in.tag();
            switch (tag) {
                case Tag.CALL -> call();
                case Tag.BACK, Tag.BACK_THREW -> {
                    operation = outer;
                    return tag == Tag.BACK_THREW;
                }
                case -1 -> isOver = true;
                default -> throw in.wrong("tag " + tag + " within user code");
            }
        }
        return false;
    }

    @Override
    public void onConnected(long peer, int flaps) {
        callback(RecordedUser.CONNECTED, peer, flaps);
    }

    @Override
    public void onDisconnected(long peer, int flaps) {
        callback(RecordedUser.DISCONNECTED, peer, flaps);
    }

    @Override
    public void onTicketExpired(long ticket, Direction direction) {
        callback(RecordedUser.TICKET_EXPIRED, ticket, direction.ordinal());
    }

    @Override
    public void onCloseForced(long connection, CloseReason reason) {
        callback(RecordedUser.CLOSE_FORCED, connection, reason.ordinal());
    }

    @Override
    public void onDataCleared(long peer, PeerDataKey<?> key, Object value) {
        callback(RecordedUser.DATA_CLEARED, peer, key.name().hashCode());
    }

    @Override
    public void close(long connection, CloseReason reason) {
        callback(RecordedUser.CLOSE, connection, reason.ordinal());
    }

    @Override
    public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        callback(RecordedUser.DIAL, peer, ticket, ipHi, ipLo, reason.ordinal());
    }

    @Override
    public void needAddresses(long connectedPeer) {
        callback(RecordedUser.NEED_ADDRESSES, connectedPeer);
    }

    @Override
    public void onError(Throwable error) {
        callback(RecordedUser.ERROR);
    }
}
