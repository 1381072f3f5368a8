/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

import io.peerage.model.RecordingState;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a journal; the first failure to write ends it, and is kept.
 *
 * <p><b>Threading</b>: whoever has the turn. <b>Progress</b>: blocking, it writes to a file.
 */
public final class JournalWriter {
    private static final int BUFFER = 1 << 16;

    private final ValueWriter out;
    private final DecisionHash hash = new DecisionHash();
    private long calls;
    private long callbacks;
    private long lost;
    private long last;
    private boolean ended;
    private @Nullable IOException failure;

    /** Writes to this stream, which it closes. */
    public JournalWriter(OutputStream out) {
        this.out = new ValueWriter(new BufferedOutputStream(out, BUFFER));
    }

    /** What has become of the journal so far. */
    public RecordingState state() {
        return new RecordingState(calls, callbacks, lost, hash.value(), failure);
    }

    private boolean isOpen() {
        return !ended && failure == null;
    }

    private void failed(IOException problem) {
        failure = problem;
        try {
            out.close();
        } catch (IOException e) {
            problem.addSuppressed(e);
        }
    }

    /** The manager has been made. */
    public void begin(JournalHeader header) {
        last = header.nanos();
        try {
            header.write(out);
        } catch (IOException e) {
            failed(e);
        }
    }

    void call(String operation, long nanos, @Nullable Object[] arguments) {
        if (!isOpen()) {
            lost++;
            return;
        }
        calls++;
        try {
            out.tag(Tag.CALL);
            out.name(operation);
            out.number(nanos - last);
            last = nanos;
            arguments(arguments);
        } catch (IOException e) {
            failed(e);
        }
    }

    private void arguments(@Nullable Object[] arguments) throws IOException {
        out.number(arguments.length);
        for (Object argument : arguments) {
            out.value(argument);
        }
    }

    void returned(long result) {
        hash.add(Tag.RETURNED);
        hash.add(result);
        if (isOpen()) {
            try {
                out.tag(Tag.RETURNED);
                out.number(result);
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    void threw(Throwable problem) {
        hash.add(Tag.THREW);
        hash.add(problem.getClass().getName());
        if (isOpen()) {
            try {
                out.tag(Tag.THREW);
                out.name(problem.getClass().getName());
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    void callback(String kind, long[] told) {
        callbacks++;
        hash.add(Tag.CALLBACK);
        hash.add(kind);
        for (long number : told) {
            hash.add(number);
        }
        if (isOpen()) {
            try {
                out.tag(Tag.CALLBACK);
                out.name(kind);
                out.number(told.length);
                for (long number : told) {
                    out.number(number);
                }
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    void back(boolean threw) {
        if (isOpen()) {
            try {
                out.tag(threw ? Tag.BACK_THREW : Tag.BACK);
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    /**
     * Ends the journal, with the hash of all decisions; what comes later is only counted as lost.
     *
     * @return what could not be written, now or before; null if all was
     */
    public @Nullable IOException end() {
        if (isOpen()) {
            ended = true;
            try {
                out.tag(Tag.END);
                out.word(hash.value());
                out.number(calls);
                out.number(callbacks);
                out.close();
            } catch (IOException e) {
                failed(e);
            }
        }
        return failure;
    }
}
