/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.docs;

import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.model.CloseReason;
import io.peerage.model.DialReason;
import java.net.InetAddress;
import java.nio.file.Path;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/** What a fragment in the documents finds beside what it declares: what an application would have at hand. */
public abstract class Context {
    /** Where the fragment writes. */
    public Path folder = Path.of("");

    /** An id of a peer. */
    protected final byte[] id = {1, 2, 3, 4};

    /** The id that a handshake has shown. */
    protected final byte[] peerId = {5, 6, 7, 8};

    /** An address. */
    protected final byte[] ip = {(byte) 192, 0, 2, 1};

    /** Where somebody comes from. */
    protected final InetAddress remoteAddress = InetAddress.getLoopbackAddress();

    /** How a thread of the application waits. */
    protected final IdleStrategy idle = new SleepingMillisIdleStrategy(1);

    /** Who hears of what a thread of the application throws. */
    protected final ErrorHandler errors =
            error -> {
                throw new AssertionError(error);
            };

    /** Who hears of peers. */
    protected final LifecycleListener listener =
            new LifecycleListener() {
                @Override
                public void onConnected(long peer, int flaps) {}

                @Override
                public void onDisconnected(long peer, int flaps) {}
            };

    /** Who carries out commands: at leisure. */
    protected final CommandSink dialer =
            new CommandSink() {
                @Override
                public void close(long connection, CloseReason reason) {}

                @Override
                public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {}
            };

    /** What a peer said of itself. */
    protected record Handshake(String agent) {}

    /** What one said. */
    protected final Handshake handshake = new Handshake("node/1");

    /** What the fragment does. */
    public abstract void run() throws Exception;
}
